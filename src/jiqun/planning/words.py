"""What is planned in words, in both languages: the register, the reasons, who is there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jiqun.base.codes import regions
from jiqun.base.language import Bilingual
from jiqun.base.names import industry_name, region_name
from jiqun.base.plurals import counted
from jiqun.planning.ahead import Ahead
from jiqun.planning.crowding import Crowding, StrongPlace, Trend
from jiqun.planning.leads import RECOGNISED, REGISTER, Differentiation, Index, LookAlike
from jiqun.planning.levers import Levers
from jiqun.planning.links import ChainLinks
from jiqun.planning.options import Option, Reason

BASES = {
    RECOGNISED: Bilingual("已认定集群所写", "named by a recognised cluster"),
    REGISTER: Bilingual("按登记企业", "by the register"),
}
BEYOND = "71"
"""Codes of provinces from here on are those of Taiwan, Hong Kong and Macau."""
SEMICOLON = Bilingual("；", "; ")
COMMA = Bilingual("、", ", ")
SPACE = Bilingual("", " ")
ASKED_ABOUT = Bilingual("拟作为主导产业", "planned as the lead industry")
NO_FORECAST = Bilingual(
    "关联度只说什么与已有的相近，不是预测；复杂度反映有这一产业的县有多少别的产业，不等于技术含量。"
    "登记不等于在营。",
    "Relatedness says what is near to what is there and is no forecast; complexity says how much "
    "else the counties that have an industry have, not how advanced it is. Registered is not "
    "alive.",
)
"""What nobody may read into a plan."""


def joined(names: Iterable[Bilingual], gap: Bilingual = SEMICOLON) -> Bilingual:
    """Join names in both languages; names of industries have commas of their own.

    Examples
    --------
    >>> joined([Bilingual("甲", "A"), Bilingual("乙、丙", "B")])
    Bilingual(zh='甲；乙、丙', en='A; B')
    """
    every = list(names)
    return Bilingual(gap.zh.join(name.zh for name in every), gap.en.join(name.en for name in every))


MOST_NAMED = 8
"""Provinces named one by one; of more their number is said."""


def provinces_text(codes: Sequence[str]) -> Bilingual:
    """Say which provinces a register covers: all, how many of them, or their names.

    Of Taiwan, Hong Kong and Macau a register has no counties: all are those of the mainland.

    Examples
    --------
    >>> provinces_text(["330000", "410000"]).en
    'Zhejiang, Henan'
    """
    every = [region.code for region in regions().provinces if region.code[:2] < BEYOND]
    if set(codes) >= set(every):
        return Bilingual(f"全部 {len(every)} 个省份", f"all {len(every)} provinces")
    if len(codes) > MOST_NAMED:
        return Bilingual(
            f"{len(every)} 个省份中的 {len(codes)} 个", f"{len(codes)} of {len(every)} provinces"
        )
    return joined((region_name(code) for code in codes), COMMA)


def coverage_text(ahead: Ahead) -> Bilingual:
    """Say what the register covers and what was compared."""
    covered, scope = ahead.coverage, ahead.scope
    if scope is None:
        return Bilingual(
            "登记数据里没有一个县可以说清。", "The register tells of no county at all."
        )
    places = provinces_text(scope.provinces)
    years = Bilingual("年份不详", " (nobody says when)")
    if covered.first_year is not None:
        span = f"{covered.first_year}–{covered.last_year}"
        years = Bilingual(f"{span} 年", f" {span}")
    share = f"{100 * covered.known / max(covered.makers, 1):.0f}%"
    settled = (
        Bilingual("", "")
        if scope.settled
        else Bilingual(
            "复杂度的次序不稳定，仅供参考。",
            " The order of complexity is not settled: read it with care.",
        )
    )
    return Bilingual(
        f"依据登记的企业（{years.zh}），覆盖{places.zh}；可比的有 {scope.counties} 个县、"
        f"{scope.industries} 个产业，制造企业中 {share} 认得出行业。没有覆盖的地方一概说不清，"
        f"以下所说的“已有几县”只在这些县之内。{settled.zh}",
        f"Firms registered{years.en} in {places.en}; compared are "
        f"{counted(scope.counties, 'county', 'counties')} and "
        f"{counted(scope.industries, 'industry', 'industries')}; of {share} of makers the industry "
        "is known. Nothing is told of places it does not cover, and counties counted below are of "
        f"these alone.{settled.en}",
    )


def held_text(ahead: Ahead) -> Bilingual:
    """Say what the register holds of the county."""
    held = ahead.held
    return Bilingual(
        f"本县登记企业 {held.firms} 家，其中制造业 {held.makers} 家，认得出行业的 {held.known} 家",
        f"{counted(held.firms, 'firm')} in the register, {counted(held.makers, 'maker')} among "
        f"them; of {held.known} the industry is known",
    )


def has_text(ahead: Ahead) -> Bilingual:
    """Name what a county has, with how many firms."""
    named = ((industry_name(owned.industry), owned.firms) for owned in ahead.has)
    return joined(Bilingual(f"{name.zh} {firms}", f"{name.en} {firms}") for name, firms in named)


def unrelated_text(ahead: Ahead) -> Bilingual:
    """Say how many industries go with nothing a county has, and of how many it has firms."""
    count = len(ahead.unrelated)
    there = sum(option.firms > 0 for option in ahead.unrelated)
    told = counted(count, "more industry goes", "more industries go")
    return Bilingual(
        f"另有 {count} 个产业与本县已有的产业都没有关联（关联度密度为零），不列为选项；"
        f"其中 {there} 个本县已有企业。",
        f"{told} with nothing the county has (a density of nought): no options. "
        f"Of {there} of them it has firms.",
    )


def unrelated_names(ahead: Ahead) -> Bilingual:
    """Name the industries that go with nothing a county has, with its firms where it has any."""
    named = ((industry_name(option.industry), option.firms) for option in ahead.unrelated)
    return joined(
        Bilingual(f"{name.zh} {firms}", f"{name.en} {firms}") if firms else name
        for name, firms in named
    )


def reason_text(reason: Reason) -> Bilingual:
    """Say why an industry of the county speaks for an option."""
    name, share = industry_name(reason.industry), f"{100 * reason.proximity:.0f}%"
    return Bilingual(
        f"{name.zh}（{reason.firms} 家；有其一的县至少 {share} 也有另一个）",
        f"{name.en} ({counted(reason.firms, 'firm')}; of counties with either, at least {share} "
        "have both)",
    )


def because_text(option: Option) -> Bilingual:
    """Say which industries of the county speak for an option."""
    if not option.because:
        return Bilingual("已有的产业都与它无关", "nothing the county has goes with it")
    return joined(reason_text(reason) for reason in option.because)


def crowding_text(crowding: Crowding) -> Bilingual:
    """Say who has an industry already."""
    entries = crowding.trend.value
    if crowding.trend is not Trend.UNKNOWN:
        numbers = f"{crowding.entries_before} → {crowding.entries}"
        entries = Bilingual(f"{entries.zh}（{numbers} 家）", f"{entries.en} ({numbers})")
    there = counted(crowding.counties, "county has", "counties have")
    return Bilingual(
        f"已有 {crowding.counties} 县，其中本省 {crowding.in_province} 县；新设企业：{entries.zh}",
        f"{there} it, {crowding.in_province} of the province; entries: {entries.en}",
    )


def place_text(place: StrongPlace) -> Bilingual:
    """Name a county that has an industry, and how far off it is."""
    name, about = region_name(place.county), "≈" * place.approximate
    far = f"{about}{place.kilometres:.0f} km"
    return Bilingual(f"{name.zh} {far}", f"{name.en} {far}")


def index_text(index: Index) -> str:
    """Write an index, as a range where it is one.

    Examples
    --------
    >>> index_text(Index(0.5, 0.5)), index_text(Index(0.25, 0.5))
    ('0.50', '0.25–0.50')
    """
    low, high = f"{index.low:.2f}", f"{index.high:.2f}"
    return low if low == high else f"{low}–{high}"


def basis_text(apart: Differentiation) -> Bilingual:
    """Say what says that an industry leads."""
    return BASES.get(apart.basis, ASKED_ABOUT)


def look_alike_text(other: LookAlike) -> Bilingual:
    """Name a look-alike, and how alike it is."""
    name = region_name(other.county)
    if other.alike is None:
        return Bilingual(f"{name.zh}（结构说不清）", f"{name.en} (mix not known)")
    return Bilingual(f"{name.zh} {other.alike:.2f}", f"{name.en} {other.alike:.2f}")


def apart_text(apart: Differentiation) -> Bilingual:
    """Say how many lead with the same industry."""
    others = len(apart.look_alikes)
    if not others:
        return Bilingual("没有别的县以它为主导产业", "no other county has it for its lead industry")
    elsewhere = others - apart.in_province
    told = counted(others, "county has", "counties have")
    return Bilingual(
        f"以它为主导产业的还有 {others} 县：本省 {apart.in_province}，外省 {elsewhere}",
        f"{told} it for a lead industry too: {apart.in_province} of the "
        f"province, {elsewhere} elsewhere",
    )


def lever_texts(levers: Levers) -> list[Bilingual]:
    """Say what would raise the index, a line a way."""
    found = []
    if levers.leads:
        leads = joined(
            Bilingual(
                f"{industry_name(option.industry).zh} {index_text(option.if_lead)}",
                f"{industry_name(option.industry).en} {index_text(option.if_lead)}",
            )
            for option in levers.leads
        )
        found.append(
            Bilingual(
                f"转向与已有产业相近、别人少做的：{leads.zh}",
                f"a near industry fewer lead with: {leads.en}",
            )
        )
    if levers.own:
        own = joined(map(industry_name, levers.own))
        found.append(
            Bilingual(
                f"做大同类县多半没有的：{own.zh}", f"grow what most look-alikes lack: {own.en}"
            )
        )
    if levers.shared:
        shared = joined(map(industry_name, levers.shared))
        found.append(
            Bilingual(f"与同类县最相同的：{shared.zh}", f"what makes the likeness: {shared.en}")
        )
    return found


def links_text(links: ChainLinks) -> Bilingual:
    """Say what a county lacks of a chain."""
    title = links.chain.title
    if links.counts is None:
        return Bilingual(
            f"{title.zh}：说不清缺什么", f"{title.en}: nobody can tell what is missing"
        )
    missing = joined((node.title for node in links.missing), COMMA)
    single = joined((node.title for node in links.single), COMMA)
    none = Bilingual("无", "none")
    return Bilingual(
        f"{title.zh}：关键环节 {links.counts.links} 个，没有企业的：{missing.zh or none.zh}；"
        f"仅一家的：{single.zh or none.zh}",
        f"{title.en}: key links: {links.counts.links}; without a firm: {missing.en or none.en}; "
        f"with a single one: {single.en or none.en}",
    )
