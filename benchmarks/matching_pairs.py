"""Made-up offers and needs of which it is known who belongs to whom; nothing here is jiqun's.

A pair is drawn so: an offer is written in the words of those who have a thing, a need for it in
the words of those who want one, by two phrase books that differ. Then everything is blurred as
people blur it: a fact is left out (:data:`LEFT_OUT`), or misstated so that the two contradict each
other (:data:`MISSTATED`); beside every third offer stands a twin of the same trade and place that
fails in one fact. No code, no list of words and no weight is shared with the matcher: the file
imports nothing of the project, and was written, with the margin, before the matcher.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

MARGIN_OVER_TEXT = 0.10
"""Hits at five: at least so much above the better of the plain text searches, in every market."""
MARGIN_OVER_CHANCE = 0.30
"""And so much above chance."""
SEEDS = (11, 12, 13, 14, 15)
"""What is judged is the mean of these draws."""
OFFERS, NEEDS = 500, 2000
LEFT_OUT, MISSTATED, TWIN = 0.18, 0.04, 1 / 3
SAME_COUNTY, SAME_CITY = 0.35, 0.4
MARKETS = ("slots", "talent", "solutions")

COUNTIES = {
    "3307": ("330702", "330703", "330723", "330726"),
    "4107": ("410702", "410703", "410704", "410711"),
    "3505": ("350502", "350503", "350504", "350505"),
    "4406": ("440604", "440605", "440606", "440607"),
    "3702": ("370202", "370203", "370211", "370212"),
    "3205": ("320505", "320506", "320507", "320508"),
    "1301": ("130102", "130104", "130105", "130107"),
    "4301": ("430102", "430103", "430104", "430105"),
    "5101": ("510104", "510105", "510106", "510107"),
    "3601": ("360102", "360103", "360104", "360111"),
}
"""Counties by city, as GB/T 2260 numbers them."""
CLASSES = ("3321", "3360", "3484", "2927", "2929", "1752", "1713", "2110", "2130", "3311", "3351")
CLASSES += ("3824", "3831", "3432", "3451", "2231", "2319", "3525", "1952", "3587", "3340", "3391")
"""Classes of GB/T 4754 that firms are in."""


@dataclass(frozen=True)
class Trade:
    """A thing that is offered: how those write who have it, and how those write who want it."""

    has: tuple[str, ...]
    wants: tuple[str, ...]
    papers: tuple[str, ...] = ()


SLOTS = (
    Trade(
        ("五轴加工中心对外承接铣削", "数控机床空闲工时出租"),
        ("找人代铣复杂曲面零件", "需要外协数控加工"),
        ("ISO9001", "AS9100"),
    ),
    Trade(
        ("真空淬火炉与渗碳生产线", "箱式炉调质正火"),
        ("齿轮轴要做热处理", "刀具真空淬火外包"),
        ("ISO9001", "CQI-9"),
    ),
    Trade(
        ("盐雾试验箱、高低温湿热检测", "材料力学性能检测室"),
        ("镀层耐腐蚀要出检测报告", "拉伸冲击试验"),
        ("CMA", "CNAS"),
    ),
    Trade(("低温冷库与恒温仓位", "立体仓库可短租"), ("成品临时存放", "旺季缺仓位要恒温"), ("GSP",)),
    Trade(
        ("高温高压染缸、定型机", "筒纱染色加工能力"),
        ("坯布染整找加工", "纱线染色定型"),
        ("OEKO-TEX", "排污许可证"),
    ),
    Trade(
        ("注塑机二百至八百吨", "双色注塑车间闲置产能"),
        ("塑料外壳开模后量产", "小家电配件注塑"),
        ("ISO9001", "IATF16949"),
    ),
    Trade(
        ("光纤激光切割板材", "一万二千瓦激光下料"),
        ("钢板下料", "不锈钢薄板切割打样"),
        ("ISO9001",),
    ),
    Trade(
        ("四色胶印与覆膜模切", "彩盒印刷线"),
        ("包装盒打样印刷", "礼盒小批量印"),
        ("FSC", "印刷经营许可证"),
    ),
    Trade(
        ("金属与尼龙增材制造设备", "三维打印服务中心"),
        ("手板快速成型", "打印样件验证结构"),
        ("ISO9001",),
    ),
    Trade(
        ("电磁兼容暗室", "辐射骚扰与静电放电试验台"),
        ("产品做EMC摸底", "出口认证前电磁测试"),
        ("CMA", "CNAS"),
    ),
    Trade(
        ("静电喷粉流水线", "阳极氧化与电泳涂装"),
        ("铝件表面喷涂", "护栏喷塑加工"),
        ("排污许可证", "ISO14001"),
    ),
    Trade(("慢走丝线切割与电火花", "模具深孔钻"), ("模仁放电加工", "异形孔线切割"), ("ISO9001",)),
)
TALENT = (
    Trade(
        ("工业机器人调试工程师", "自动化产线集成讲师"),
        ("机械手示教编程", "焊接工作站调机"),
        ("高级技师", "工程师"),
    ),
    Trade(
        ("模具设计师可兼职", "注塑模流分析"),
        ("请老师傅看模具缩水", "模具结构优化"),
        ("高级工程师", "工程师"),
    ),
    Trade(
        ("金相与失效分析教授", "材料学博士周末专家"),
        ("零件断裂找原因", "钢材选型咨询"),
        ("博士", "教授"),
    ),
    Trade(
        ("外贸跨境电商运营", "海外社媒推广顾问"),
        ("亚马逊店铺没人做", "想开拓东南亚客户"),
        ("大学英语六级",),
    ),
    Trade(
        ("精益生产与班组管理培训", "六西格玛黑带"),
        ("车间浪费大想改善", "换线时间太长"),
        ("六西格玛黑带", "工程师"),
    ),
    Trade(
        ("染整工艺师", "色牢度技术指导"),
        ("布匹色差老是返工", "色牢度达不到客户要求"),
        ("工程师", "高级技师"),
    ),
    Trade(
        ("知识产权代理与专利布局", "商标维权律师"),
        ("新产品想申请专利", "被同行抄袭外观"),
        ("专利代理师", "律师"),
    ),
    Trade(
        ("财务总监兼职", "成本核算与税务筹划"),
        ("算不清单件成本", "准备贷款缺财务"),
        ("注册会计师", "税务师"),
    ),
    Trade(
        ("嵌入式软件开发", "单片机与物联网模组"),
        ("控制板程序要改", "设备要联网上传数据"),
        ("工程师",),
    ),
    Trade(
        ("工业设计毕业班课题", "外观造型设计师"),
        ("产品外形老气", "想出一组新款造型"),
        ("博士", "工程师"),
    ),
    Trade(
        ("高级焊工与无损探伤", "压力容器焊接工艺评定"),
        ("焊缝探伤不过关", "需持证焊工几天"),
        ("特种作业证", "高级技师"),
    ),
    Trade(
        ("安全生产注册工程师", "粉尘防爆整改指导"),
        ("车间安全隐患要整改", "粉尘涉爆检查"),
        ("注册安全工程师",),
    ),
)
SCENES = (
    "产品设计",
    "工艺设计",
    "营销管理",
    "售后服务",
    "计划排程",
    "生产管控",
    "质量管理",
    "设备管理",
)
SCENES += (
    "安全生产",
    "能耗管理",
    "采购管理",
    "仓储物流",
    "财务管理",
    "人力资源",
    "协同办公",
    "决策支持",
)
"""Scenes as the ministry names them."""
SOLUTIONS = (
    Trade(
        ("看板式排产小程序", "轻量车间执行软件"),
        ("订单老拖期", "不知道工单做到哪一步"),
        ("二级等保",),
    ),
    Trade(("扫码出入库云应用", "库存条码管理"), ("仓库账实不符", "找料半天找不到"), ("二级等保",)),
    Trade(
        ("设备联网盒子加云监控", "机床采集网关"),
        ("停机没人知道", "想看设备开动率"),
        ("二级等保", "CE"),
    ),
    Trade(
        ("首检巡检电子记录", "统计过程控制云服务"),
        ("检验还用纸本", "客户要追溯批次"),
        ("ISO27001",),
    ),
    Trade(
        ("分项电表与用能分析", "空压机节能监测"),
        ("电费涨了找不到原因", "想知道哪台机最耗电"),
        ("CMC",),
    ),
    Trade(
        ("业财一体记账", "成本自动归集软件"), ("月底结账慢", "成本靠估"), ("ISO27001", "二级等保")
    ),
    Trade(
        ("云端三维设计协同", "图纸版本库"), ("图纸改了车间不知道", "设计重复画图"), ("ISO27001",)
    ),
    Trade(("客户与报价管理", "微信接单商城"), ("业务员离职客户跟着走", "报价太慢"), ("二级等保",)),
    Trade(
        ("供应商询比价平台", "采购协同门户"),
        ("原料涨价没比价", "供应商交期靠打电话"),
        ("ISO27001",),
    ),
    Trade(
        ("安全巡检与隐患闭环", "特种作业票电子化"),
        ("安全台账应付检查", "隐患整改没人跟"),
        ("二级等保",),
    ),
    Trade(
        ("工艺参数库与配方管理", "工序仿真"),
        ("老师傅走了参数丢了", "配方写在本子上"),
        ("ISO27001",),
    ),
    Trade(
        ("经营驾驶舱", "报表自助分析"),
        ("老板看不到实时数据", "报表手工拼"),
        ("二级等保", "ISO27001"),
    ),
)
BOOKS = {"slots": SLOTS, "talent": TALENT, "solutions": SOLUTIONS}
OFFERING = ("，欢迎联系", "，可先试做", "，按量计价", "，周末也可安排", "", "")
WANTING = ("，比较急", "，最好离得近", "，长期要", "，数量不多", "", "")


@dataclass(frozen=True)
class Made:
    """A market: what is offered, what is needed, and which offer each need was made for."""

    market: str
    offers: list[dict[str, Any]]
    needs: list[dict[str, Any]]
    pair: list[int] = field(default_factory=list)


def made(market: str, seed: int, offers: int = OFFERS, needs: int = NEEDS) -> Made:
    """Draw a market.

    Facts are plain: ``text``, ``serves`` (classes) or ``industry``, ``county``, ``price`` or
    ``budget`` (yuan), ``size`` (of what can be done, or is wanted), ``papers``, ``weeks`` (free,
    or wanted), ``scenes``, ``effort`` (1 to 3, of an offer; the most a need bears).
    """
    draw = random.Random(f"{market} {seed}")  # noqa: S311 - draws of a benchmark
    truths: list[dict[str, Any]] = []
    while len(truths) < offers:
        truths.append(_offer(market, draw))
        if len(truths) < offers and draw.random() < TWIN:
            truths.append(_twin(truths[-1], draw))
    pair = [draw.randrange(offers) for _ in range(needs)]
    wanted = [_blurred(_need(market, truths[place], draw), draw) for place in pair]
    return Made(market, [_shown(truth, draw) for truth in truths], wanted, pair)


def _offer(market: str, draw: random.Random) -> dict[str, Any]:
    trade = draw.randrange(len(BOOKS[market]))
    book = BOOKS[market][trade]
    price = round(draw.lognormvariate(7, 1))
    offer = {
        "trade": trade,
        "text": draw.choice(book.has) + draw.choice(OFFERING),
        "serves": draw.sample(CLASSES, draw.randint(1, 4)),
        "county": draw.choice(COUNTIES[draw.choice(list(COUNTIES))]),
        "price": price,
        "size": round(draw.lognormvariate(6, 0.8)),
        "papers": [paper for paper in book.papers if draw.random() < 0.7],
        "weeks": sorted(draw.sample(range(26), draw.randint(3, 14))),
    }
    if market == "solutions":
        first = (trade * 5) % len(SCENES)
        offer["scenes"] = [SCENES[first], *draw.sample(SCENES, draw.randint(0, 2))]
        offer["effort"] = draw.randint(1, 3)
    return offer


def _twin(offer: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Return the like of an offer that fails in one fact."""
    twin, fault = dict(offer), draw.choice(("size", "papers", "weeks", "price"))
    if fault == "size":
        twin["size"] = round(offer["size"] / draw.uniform(3, 8))
    elif fault == "papers":
        twin["papers"] = []
    elif fault == "weeks":
        twin["weeks"] = sorted(set(range(26)) - set(offer["weeks"]))[: len(offer["weeks"])]
    else:
        twin["price"] = round(offer["price"] * draw.uniform(2.5, 5))
    return twin


def _need(market: str, offer: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    book = BOOKS[market][offer["trade"]]
    need = {
        "text": draw.choice(book.wants) + draw.choice(WANTING),
        "industry": _industry(offer["serves"], draw),
        "county": _near(offer["county"], draw),
        "budget": round(offer["price"] * draw.uniform(1.0, 1.9)),
        "size": round(offer["size"] * draw.uniform(0.4, 1.0)),
        "papers": [paper for paper in offer["papers"] if draw.random() < 0.6],
        "weeks": sorted({draw.choice(offer["weeks"]) for _ in range(draw.randint(1, 3))}),
    }
    if market == "solutions":
        kept = [scene for scene in offer["scenes"] if draw.random() < 0.8] or offer["scenes"][:1]
        need["scenes"] = [*kept, *draw.sample(SCENES, draw.randint(0, 3))]
        need["effort"] = draw.randint(offer["effort"], 3)
    return need


def _industry(serves: list[str], draw: random.Random) -> str:
    """Return a class that is served, mostly; its neighbour by number, or any, at times."""
    chance = draw.random()
    if chance < 0.7:
        return draw.choice(serves)
    return (
        draw.choice(serves)[:3] + str(draw.randint(1, 9)) if chance < 0.85 else draw.choice(CLASSES)
    )


def _near(county: str, draw: random.Random) -> str:
    chance = draw.random()
    if chance < SAME_COUNTY:
        return county
    if chance < SAME_COUNTY + SAME_CITY:
        return draw.choice(COUNTIES[county[:4]])
    return draw.choice(COUNTIES[draw.choice(list(COUNTIES))])


def _blurred(need: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Misstate facts of a need so that they contradict what it was made for."""
    worse = {"budget": 0.5, "size": 3}
    for name, factor in worse.items():
        if draw.random() < MISSTATED:
            need[name] = round(need[name] * factor)
    if draw.random() < MISSTATED:
        need["weeks"] = [draw.randrange(26)]
    return _shown(need, draw)


def _shown(truth: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Leave facts out as people do; the text is always there, and the trade is told to nobody."""
    return {
        name: fact
        for name, fact in truth.items()
        if name != "trade" and (name == "text" or draw.random() >= LEFT_OUT)
    }
