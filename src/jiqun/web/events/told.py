"""The log in words: what was done, as what, and to what; the codes stand beside them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jiqun.base.errors import NotFound
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import office_title
from jiqun.workflow.loading import workflows

VERBS = {
    "add": Bilingual("建立账号", "made an account"),
    "amend": Bilingual("修改草稿", "amended a draft"),
    "answer": Bilingual("回答问题", "answered a question"),
    "amend_offer": Bilingual("修改发布的项目", "changed an offer"),
    "amend_measure": Bilingual("修改举措登记", "amended a measure taken"),
    "add_line": Bilingual("登记技术规划", "added a line to a technology plan"),
    "appoint": Bilingual("授予身份", "gave an office"),
    "ask": Bilingual("提出问题", "asked a question"),
    "ask_to_join": Bilingual("申请加入协同项目", "asked to join a joint project"),
    "ask_firm": Bilingual("请企业填写", "asked a firm to fill in"),
    "attach": Bilingual("上传附件", "added a file"),
    "break_down": Bilingual("登记停用", "said an offer is out of use"),
    "change_agency": Bilingual("更换促进机构", "changed the promotion agency"),
    "close_year": Bilingual("年度结账", "closed a year"),
    "close_offer": Bilingual("不再接受预订", "took no more bookings"),
    "correct_paper": Bilingual("更正已印发的公文", "corrected a document that was issued"),
    "consent": Bilingual("同意授予身份", "consented to an office"),
    "decline": Bilingual("不同意授予身份", "declined to give an office"),
    "describe": Bilingual("修改集群概况", "changed the description"),
    "detach": Bilingual("删除附件", "removed a file"),
    "disable": Bilingual("停用账号", "closed an account"),
    "dismiss": Bilingual("终止身份", "ended an office"),
    "dismiss_finding": Bilingual("排除一项短板", "dismissed a finding"),
    "email": Bilingual("更改电子邮箱", "changed an e-mail address"),
    "enter": Bilingual("登记", "entered"),
    "enter_known": Bilingual("录入已有的认定", "entered recognitions that were known"),
    "erase": Bilingual("删除个人信息", "erased personal data"),
    "extend": Bilingual("延长期限", "gave more time"),
    "hand_over": Bilingual("移交给承继县", "handed over to the county's successor"),
    "issue_paper": Bilingual("印发公文", "issued a document"),
    "end_want": Bilingual("结束数据征集", "ended a purpose that wants data"),
    "hide_data": Bilingual("不再公开数据名片", "hid a card of data"),
    "show_data": Bilingual("公开数据名片", "showed a card of data"),
    "want_data": Bilingual("发布数据征集", "said what data are wanted for"),
    "hide_card": Bilingual("不再公开合作名片", "hid a card of cooperation"),
    "show_card": Bilingual("公开合作名片", "showed a card of cooperation"),
    "keep_readings": Bilingual("保存本企业的读数", "kept readings of its own"),
    "open_fund": Bilingual("设立服务券", "opened a programme of vouchers"),
    "issue_voucher": Bilingual("发放服务券", "issued a voucher"),
    "spend_voucher": Bilingual("使用服务券", "spent a voucher"),
    "refund_voucher": Bilingual("退回服务券", "gave a voucher back"),
    "settle_voucher": Bilingual("结算服务券", "settled a voucher"),
    "expire_voucher": Bilingual("收回过期服务券", "let a voucher expire"),
    "amend_service": Bilingual("修改服务", "changed a service"),
    "close_service": Bilingual("暂停服务的申请", "took a service out of use"),
    "offer_service": Bilingual("发布服务", "offered a service"),
    "open_service": Bilingual("恢复服务的申请", "took requests for a service again"),
    "invite": Bilingual("发出邀请", "invited"),
    "make_token": Bilingual("生成程序令牌", "made a token for a program"),
    "mend": Bilingual("登记恢复", "said an offer is back in use"),
    "offer_reset": Bilingual("发出重置密码的链接", "made a link to reset a password"),
    "offer_slots": Bilingual("发布项目", "made an offer"),
    "keep_carbon": Bilingual("保存碳账户", "kept a carbon account"),
    "announce_draw": Bilingual("公告抽选", "announced a draw"),
    "call_meeting": Bilingual("召集会议", "called a meeting"),
    "draw": Bilingual("抽选", "drew a panel"),
    "keep_minutes": Bilingual("保存会议纪要", "kept minutes"),
    "resolve": Bilingual("登记决议", "entered a resolution"),
    "enact": Bilingual("登记章程", "entered statutes"),
    "enter_members": Bilingual("登记成员", "entered members"),
    "found_body": Bilingual("登记促进机构", "entered a promotion body"),
    "give_mandate": Bilingual("登记代表授权", "recorded a mandate"),
    "release_member": Bilingual("登记成员退出", "recorded that a member left"),
    "open": Bilingual("开启填报", "opened a filing"),
    "open_part": Bilingual("开启一部分方案", "opened a part of the proposals"),
    "passkey_add": Bilingual("添加通行密钥", "added a passkey"),
    "passkey_remove": Bilingual("删除通行密钥", "removed a passkey"),
    "recovery_codes": Bilingual("重新生成恢复码", "made new recovery codes"),
    "record_stage": Bilingual("登记标准阶段", "recorded a stage of a standard"),
    "read_data": Bilingual("按授权读取数据", "read data by a grant"),
    "remove_readings": Bilingual("删除本企业的读数", "removed readings of its own"),
    "remark": Bilingual("发言", "said something"),
    "remind": Bilingual("发送提醒邮件", "sent reminders"),
    "propose": Bilingual("揭榜", "proposed"),
    "prove": Bilingual("出示密封的原文", "showed what was sealed"),
    "remove_line": Bilingual("撤销技术规划中的一项", "removed a line of a technology plan"),
    "reopen_offer": Bilingual("重新接受预订", "took bookings again"),
    "replace": Bilingual("换一份密封的方案", "replaced a sealed proposal"),
    "replace_file": Bilingual("更换附件", "replaced a file"),
    "rerank": Bilingual("调整推荐顺序", "moved the ranks"),
    "reset": Bilingual("重设密码", "set another password"),
    "return_year": Bilingual("退回年度结账", "sent a closed year back"),
    "restore": Bilingual("从备份恢复填报", "restored a filing from a backup"),
    "restore_finding": Bilingual("撤回对短板的排除", "took the dismissal of a finding back"),
    "revoke_token": Bilingual("作废程序令牌", "took a program's token back"),
    "save": Bilingual("保存", "saved"),
    "second_factor_lost": Bilingual("解除登录验证", "took away the second factor"),
    "second_factor_off": Bilingual("关闭登录验证", "turned the second factor off"),
    "second_factor_on": Bilingual("开启登录验证", "turned the second factor on"),
    "settle": Bilingual("办结问题", "settled a question"),
    "share_carbon": Bilingual("参加碳排放合计", "let its carbon be counted"),
    "sign_in": Bilingual("登录", "signed in"),
    "sign_out": Bilingual("退出登录", "signed out"),
    "state": Bilingual("专家申报利害关系", "an expert stated their ties"),
    "state_rule": Bilingual("公布入选规则", "published the rule of selection"),
    "stop_sharing_carbon": Bilingual("不再参加碳排放合计", "took its carbon out of the sums"),
    "stand_by_year": Bilingual("说明年度结账不改", "stood by a closed year"),
    "supply": Bilingual("企业填写本企业数据", "a firm filled in its own line"),
    "take_firms": Bilingual("采用企业填写的数据", "took over what firms said"),
    "take_measure": Bilingual("登记采取的举措", "recorded a measure taken"),
    "take_up": Bilingual("接受邀请", "took up an invitation"),
    "withdraw_asking": Bilingual("撤回加入申请", "took back that it asks to join"),
    "withdraw_proposal": Bilingual("撤回密封的方案", "withdrew a sealed proposal"),
    "withdraw_measure": Bilingual("撤销举措登记", "withdrew a measure taken"),
}
"""What is done outside the steps of a workflow, whose own files name them."""
WORKFLOWS = {"opinion": "expert_review", "handed_over": "filing"}
"""The workflow that names the steps of a kind of subject, where it is called otherwise."""
SUBJECTS = {
    "filing": Bilingual("填报", "filing"),
    "call": Bilingual("申报通知", "call"),
    "application": Bilingual("认定申报", "application"),
    "objection": Bilingual("公示异议", "objection"),
    "opinion": Bilingual("专家评审", "expert's review"),
    "handed_over": Bilingual("已移交的填报", "filing handed over"),
    "recognition": Bilingual("已认定集群", "recognised cluster"),
    "appeal": Bilingual("申诉", "appeal"),
    "review": Bilingual("期满复核", "review"),
    "change_report": Bilingual("变更报告", "report of a change"),
    "expert": Bilingual("专家", "expert"),
    "offer": Bilingual("供需项目", "offer"),
    "booking": Bilingual("预订", "booking"),
    "solution": Bilingual("数字化解决方案", "digital solution"),
    "solution_request": Bilingual("方案需求", "request for a solution"),
    "grant": Bilingual("数据授权", "data grant"),
    "data_card": Bilingual("数据名片", "card of data"),
    "data_want": Bilingual("数据征集", "purpose that wants data"),
    "service": Bilingual("公共服务", "public service"),
    "voucher": Bilingual("服务券", "voucher"),
    "voucher_fund": Bilingual("一批服务券", "programme of vouchers"),
    "service_provider": Bilingual("服务机构", "provider of services"),
    "service_request": Bilingual("服务申请", "request for a service"),
    "byproduct": Bilingual("副产物或需求", "by-product or want"),
    "byproduct_deal": Bilingual("循环链接", "circular link"),
    "closing": Bilingual("年度结账", "closed year"),
    "plan": Bilingual("技术规划", "technology plan"),
    "challenge": Bilingual("揭榜挂帅", "challenge"),
    "proposal_review": Bilingual("揭榜方案评审", "review of proposals"),
    "proposal": Bilingual("揭榜方案", "proposal"),
    "cooperation": Bilingual("协同项目", "joint project"),
    "partner": Bilingual("协同项目的一方", "partner of a joint project"),
    "motion": Bilingual("提案", "motion"),
    "meeting": Bilingual("会议", "meeting"),
    "draw": Bilingual("抽选", "draw"),
    "body": Bilingual("促进机构", "promotion body"),
    "member": Bilingual("促进机构成员", "member of a promotion body"),
    "card": Bilingual("合作名片", "card of cooperation"),
    "person": Bilingual("人员", "person"),
    "invitation": Bilingual("邀请", "invitation"),
    "cluster": Bilingual("集群", "cluster"),
    "mail": Bilingual("邮件", "mail"),
}


OTHERS = {
    "ask": ("before",),
    "record": ("also", "amount", "people", "number", "title"),
    "finish": ("after",),
    "give_scores": ("scores", "remark", "remarks"),
    "give_notice": ("total",),
    "register": ("name", "contact", "text", "file"),
    "self_check": ("answers",),
    "digital_assess": ("answers",),
    "enter_members": ("members",),
    "give_mandate": ("name", "role", "document"),
    "keep_carbon": ("activity",),
    "keep_readings": ("file",),
    "record_stage": ("stage",),
    "state": ("stated",),
}
"""By verb the sealed texts that are for others' eyes alone, whoever audits the log: scores, who
objects and to what, what an expert or a firm says of itself, its levels."""
OF_TWO_SIDES = frozenset(
    {
        "offer", "booking", "solution_request", "proposal", "byproduct", "byproduct_deal", "grant",
        "cooperation", "partner", "data_card", "data_want", "service_request", "motion", "meeting",
        "draw", "member",
    }
)  # fmt: skip
"""Subjects whose every sealed text is for the sides alone, or for a body's members: names,
purposes, who comes, reasons, what is moved and said of it, who is in a pool."""


OF_DEALS = OF_TWO_SIDES | {"challenge", "voucher"}
"""Subjects of whose events the page tells the step alone: parties, prices and slots are theirs."""
STEPS = frozenset(("from", "to", "holder", "revision", "clocks", "workflow", "fields"))
HIDDEN = "…"


def said_to_auditors(said: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """Return what an event says as the log's page tells it: of a deal where it stands, no more.

    Parameters
    ----------
    said
        What the event says in the chain.
    subject
        To what it was done.

    Examples
    --------
    >>> said_to_auditors({"to": "asked", "price": "160"}, "booking:7")
    {'to': 'asked', 'price': '…'}
    >>> said_to_auditors({"covers": "300"}, "voucher:7")  # it would tell the price of a request
    {'covers': '…'}
    >>> said_to_auditors({"to": "draft", "year": 2026}, "filing:one/2026")
    {'to': 'draft', 'year': 2026}
    """
    if subject.partition(":")[0] not in OF_DEALS:
        return dict(said)
    return {name: value if name in STEPS else HIDDEN for name, value in said.items()}


def kept_back(verb: str, name: str, subject: str = "") -> bool:
    """Tell whether a sealed text of an event is not told on the log's page.

    Parameters
    ----------
    verb, name
        What was done, and what the event calls the text.
    subject
        To what it was done.

    Examples
    --------
    >>> kept_back("give_scores", "scores"), kept_back("return", "reason")
    (True, False)
    >>> kept_back("refuse", "reason", "booking:7"), kept_back("refuse", "reason", "filing:one/2023")
    (True, False)
    """
    return subject.partition(":")[0] in OF_TWO_SIDES or name in OTHERS.get(verb, ())


def verb_title(verb: str, subject: str = "") -> Bilingual:
    """Say what was done.

    Parameters
    ----------
    verb
        As the log calls it.
    subject
        To what: the same step is called otherwise in another workflow.

    Examples
    --------
    >>> verb_title("begin", "filing:one/2023").zh, verb_title("begin", "application:7").zh
    ('开始填写', '开始申报')
    >>> verb_title("sign_in").en
    'signed in'
    """
    kind = subject.partition(":")[0]
    carried = workflows().get(WORKFLOWS.get(kind, kind))
    steps = carried.verbs if carried else {}
    return steps.get(verb) or VERBS.get(verb) or _anywhere().get(verb) or Bilingual(verb, verb)


@cache
def _anywhere() -> Mapping[str, Bilingual]:
    """Return the steps of every workflow: a list of verbs does not say whose they are."""
    return {verb: title for known in workflows().values() for verb, title in known.verbs.items()}


def office_words(written: str) -> Bilingual:
    """Say an office the log writes as a code.

    Examples
    --------
    >>> office_words("county:330106").zh, office_words("nation").en
    ('浙江省杭州市西湖区 · 县级主管部门', 'the nation')
    """
    office, _, of = written.partition(":")
    try:
        return office_title(Office(office), of)
    except (ValueError, NotFound):
        return Bilingual(written, written)


def subject_words(written: str, names: Mapping[str, str]) -> Bilingual:
    """Say what something was done to.

    Parameters
    ----------
    written
        As the log writes it.
    names
        People's names by uid.

    Examples
    --------
    >>> subject_words("filing:demo-001/2023", {}).en, subject_words("person:7f", {"7f": "李静"}).zh
    ('filing demo-001/2023', '人员 李静')
    """
    kind, _, which = written.partition(":")
    which = names.get(which, which)
    known = SUBJECTS.get(kind)
    if known is None:
        return Bilingual(written, written)
    return Bilingual(f"{known.zh} {which}".rstrip(), f"{known.en} {which}".rstrip())
