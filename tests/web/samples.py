"""An address of every route: a new route with parameters needs a sample."""

from jiqun.web.routes import Route

INVITATION = "the-secret-of-an-invitation"
OBJECTION = "the-secret-of-an-objection"
RECOGNITION = 9001
"""The number of a recognition of the county's own, beside those the catalogue knows."""
MEASURE = {
    "measure": "cloud_move", "finding": "cloud_behind", "since": "2022-03-01",
    "what": "发放上云券", "amount": "120",
}  # fmt: skip
"""A measure that a cluster's county took."""
OFFER = {
    "kind": "machine", "name": "五轴加工中心", "firm": "甲机械", "county": "330106",
    "audience": "all", "price": "100", "minutes": "60",
    **{f"open_{day}": "00:00-24:00" for day in range(7)},
}  # fmt: skip
"""What a firm offers by the slot."""
SOLUTION = {
    "name": "轻量排产", "firm": "示例平台", "scenes": "计划排程 生产管控", "county": "330106",
    "price": "18000", "effort": "2", "industries": "34",
}  # fmt: skip
"""A digital solution that a promotion agency offers."""
SERVED = {
    "provider": {"firm": "示例服务中心", "county": "330106"},
    "service": {"kind": "consulting", "name": "精益诊断", "price": "3000"},
    "asked": {"firm": "甲公司", "county": "330106", "town": "甲镇"},
    "fund": {"name": "示例服务券", "budget": "9000", "until": "2099-12-31"},
}
"""A provider of services, what it offers, and what a firm asks it for."""
BYPRODUCT = {
    "side": "offer", "name": "脱硫石膏", "firm": "甲电厂", "hazard": "none", "unit": "吨",
    "period": "month", "amount": "200", "price": "-30", "county": "330106",
}  # fmt: skip
"""What a firm offers that is waste to it."""
CHALLENGE = {
    "title": "低噪声减速机", "firm": "甲机械", "field": "传动", "wanted": "把噪声降下来",
    "targets": "空载噪声不高于 65 dB", "budget": "800000", "deadline": "2099-09-30",
    "audience": "all", "single": "go_on", "county": "330106", "custodian": "real-2",
}  # fmt: skip
"""A challenge that a firm poses."""
PLANNED = {
    "kind": "roadmap", "field": "传动", "text": "低噪声", "since": "2026", "until": "2028",
}  # fmt: skip
"""A line of a cluster's technology plan."""
CONTRACT = {
    "reference": "HT-01", "signed": "2026-10-08", "price": "650000",
    "stages": "样机 | 2099-12-31 | 650000",
}  # fmt: skip
"""The contract of a challenge that is under way."""
GRANTED = {
    "firm": "91330106MA2800000X", "field": "electricity", "purpose": "audit", "until": "2099-12-31",
}  # fmt: skip
"""What an agency asks a firm for."""
WANTED = {
    "name": "某促进中心", "fields": "yield electricity", "purpose": "quality",
    "until": "2099-12-31", "wish": "改进铸件质量", "industry": "34", "county": "330106",
}  # fmt: skip
DATA_CARD = {
    "name": "甲公司", "fields": "electricity", "industry": "3484", "about": "智能电表",
    "first_month": "2026-01",
}  # fmt: skip
READINGS = b"machine,time,electricity(kWh)\nM1,2026-01-05 08:00,12.5\n"
"""What a firm keeps of a machine."""
SAMPLES = {
    "clusters/<str:id>/": "clusters/real-1/",
    "chains/<str:id>/": "chains/cranes/",
    "regions/<str:code>/": "regions/330106/",
    "programmes/<str:jurisdiction>/<str:name>/": "programmes/national/sme-cluster/",
    "indicators/<str:dimension>/<str:id>/": "indicators/innovation/rd_intensity/",
    "policies/<str:id>/": "policies/national/",
    "figures/<str:vintage>/<year:year>/<str:level>/<str:key>/<str:id>/": (
        "figures/2022-v1/2022/nation/CN/rd_intensity/"
    ),
    "reports/<year:year>/": "reports/2022/",
    "reports/<year:year>/page/": "reports/2022/page/",
    "reports/<year:year>/report.<ending:ending>": "reports/2022/report.json",
    "accounts/invitation/<str:secret>/": f"accounts/invitation/{INVITATION}/",
    "accounts/people/<int:pk>/<slug:verb>/": "accounts/people/1/dismiss/",
    "accounts/passkeys/<int:pk>/remove/": "accounts/passkeys/1/remove/",
    "candidates/<int:rank>/": "candidates/1/",
    "candidates/ahead/<str:code>/": "candidates/ahead/330106/",
    "filings/<str:cluster>/<year:year>/": "filings/real-2/2023/",
    "filings/<str:cluster>/<year:year>/left/<int:number>/": "filings/real-2/2023/left/1/",
    "filings/<str:cluster>/<year:year>/left/<int:number>/<int:place>/": (
        "filings/real-2/2023/left/1/1/"
    ),
    "diagnosis/<str:cluster>/": "diagnosis/real-2/",
    "diagnosis/<str:cluster>/dismiss/": "diagnosis/real-2/dismiss/",
    "diagnosis/<str:cluster>/take/": "diagnosis/real-2/take/",
    "diagnosis/<str:cluster>/<int:number>/": "diagnosis/real-2/1/",
    "diagnosis/<str:cluster>/<int:number>/withdraw/": "diagnosis/real-2/1/withdraw/",
    "firm/<int:number>/": "firm/1/",
    "filings/<str:cluster>/<year:year>/firms/": "filings/real-2/2023/firms/",
    "filings/<str:cluster>/<year:year>/firms/invite/": "filings/real-2/2023/firms/invite/",
    "filings/<str:cluster>/<year:year>/firms/take/": "filings/real-2/2023/firms/take/",
    "filings/<str:cluster>/<year:year>/cells": "filings/real-2/2023/cells",
    "filings/<str:cluster>/<year:year>/past/": "filings/real-2/2023/past/",
    "filings/<str:cluster>/<year:year>/problems": "filings/real-2/2023/problems",
    "filings/<str:cluster>/<year:year>/workbook.xlsx": "filings/real-2/2023/workbook.xlsx",
    "filings/<str:cluster>/<year:year>/file/": "filings/real-2/2023/file/",
    "filings/<str:cluster>/<year:year>/file/take/": "filings/real-2/2023/file/take/",
    "filings/<str:cluster>/<year:year>/submit/": "filings/real-2/2023/submit/",
    "filings/<str:cluster>/<year:year>/reconcile/": "filings/real-2/2023/reconcile/",
    "filings/<str:cluster>/<year:year>/evidence/": "filings/real-2/2023/evidence/",
    "filings/<str:cluster>/<year:year>/evidence/<int:number>/": "filings/real-2/2023/evidence/1/",
    "filings/<str:cluster>/<year:year>/evidence/<int:number>/remove/": (
        "filings/real-2/2023/evidence/1/remove/"
    ),
    "filings/<str:cluster>/<year:year>/extend/": "filings/real-2/2023/extend/",
    "filings/<str:cluster>/<year:year>/questions/": "filings/real-2/2023/questions/",
    "filings/<str:cluster>/<year:year>/questions/<int:number>/": "filings/real-2/2023/questions/1/",
    "filings/<str:cluster>/<year:year>/questions/<int:number>/settle/": (
        "filings/real-2/2023/questions/1/settle/"
    ),
    "filings/<str:cluster>/<year:year>/<slug:verb>/": "filings/real-2/2023/begin/",
    "reviews/release/<year:year>/": "reviews/release/2023/",
    "recognition/calls/<int:number>/": "recognition/calls/1/",
    "recognition/calls/<int:number>/amend/": "recognition/calls/1/amend/",
    "recognition/<int:number>/confirm/": "recognition/1/confirm/",
    "recognition/calls/<int:number>/past/": "recognition/calls/1/past/",
    "recognition/calls/<int:number>/apply/": "recognition/calls/1/apply/",
    "recognition/calls/<int:number>/<slug:verb>/": "recognition/calls/1/close/",
    "recognition/calls/<int:number>/panel/": "recognition/calls/1/panel/",
    "recognition/calls/<int:number>/ranks/": "recognition/calls/1/ranks/",
    "recognition/calls/<int:number>/ranking/": "recognition/calls/1/ranking/",
    "recognition/calls/<int:number>/ranking/<slug:verb>/": "recognition/calls/1/ranking/rule/",
    "recognition/objections/to/<int:number>/": "recognition/objections/to/2/",
    "recognition/objections/of/<str:secret>/": f"recognition/objections/of/{OBJECTION}/",
    "recognition/objections/<int:number>/": "recognition/objections/1/",
    "recognition/objections/<int:number>/file/": "recognition/objections/1/file/",
    "recognition/objections/<int:number>/<slug:verb>/": "recognition/objections/1/admit/",
    "recognition/calls/<int:number>/board/": "recognition/calls/1/board/",
    "recognition/calls/<int:number>/board.geojson": "recognition/calls/1/board.geojson",
    "recognition/calls/<int:number>/deadlines.ics": "recognition/calls/1/deadlines.ics",
    "recognition/calls/<int:number>/papers/": "recognition/calls/2/papers/",
    "recognition/calls/<int:number>/recommendation.<paper:ending>": (
        "recognition/calls/2/recommendation.docx?of=330000"
    ),
    "recognition/calls/<int:number>/notice.<paper:ending>": "recognition/calls/2/notice.docx",
    "recognition/calls/<int:number>/list.<paper:ending>": "recognition/calls/2/list.pdf",
    "recognition/opinions/<int:number>/sheet.<paper:ending>": "recognition/opinions/1/sheet.pdf",
    "recognition/opinions/<int:number>/": "recognition/opinions/1/",
    "recognition/opinions/<int:number>/<slug:verb>/": "recognition/opinions/1/decline/",
    "recognition/<int:number>/": "recognition/1/",
    "recognition/<int:number>/past/": "recognition/1/past/",
    "recognition/<int:number>/cells": "recognition/1/cells",
    "recognition/<int:number>/evidence/": "recognition/1/evidence/",
    "recognition/<int:number>/evidence/<int:file>/": "recognition/1/evidence/1/",
    "recognition/<int:number>/evidence/<int:file>/remove/": "recognition/1/evidence/1/remove/",
    "recognition/<int:number>/evidence/<int:file>/replace/": "recognition/1/evidence/1/replace/",
    "recognition/<int:number>/problems": "recognition/1/problems",
    "recognition/<int:number>/<slug:verb>/": "recognition/1/submit/",
    "recognised/<int:number>/": f"recognised/{RECOGNITION}/",
    "recognised/<int:number>/past/": f"recognised/{RECOGNITION}/past/",
    "recognised/<int:number>/begin/<slug:kind>/": f"recognised/{RECOGNITION}/begin/appeals/",
    "recognised/<int:number>/<slug:verb>/": f"recognised/{RECOGNITION}/revoke/",
    "recognised/papers/<slug:kind>/<int:number>/": "recognised/papers/reports/1/",
    "recognised/papers/<slug:kind>/<int:number>/past/": "recognised/papers/reports/1/past/",
    "recognised/papers/<slug:kind>/<int:number>/save/": "recognised/papers/reports/1/save/",
    "recognised/papers/<slug:kind>/<int:number>/<slug:verb>/": "recognised/papers/reports/1/drop/",
    "exchange/closing/<str:cluster>/<year:year>/": "exchange/closing/real-2/2025/",
    "exchange/closing/<str:cluster>/<year:year>/review/": "exchange/closing/real-2/2025/review/",
    "exchange/closing/<str:cluster>/<year:year>/stand-by/": (
        "exchange/closing/real-2/2025/stand-by/"
    ),
    "exchange/slots/<int:number>/": "exchange/slots/2/",
    "exchange/slots/<int:number>/amend/": "exchange/slots/1/amend/",
    "exchange/slots/<int:number>/book/": "exchange/slots/2/book/",
    "exchange/slots/<int:number>/<slug:verb>/": "exchange/slots/1/break/",
    "exchange/slots/bookings/<int:number>/": "exchange/slots/bookings/1/",
    "exchange/slots/bookings/<int:number>/forget/": "exchange/slots/bookings/1/forget/",
    "exchange/slots/bookings/<int:number>/<slug:verb>/": "exchange/slots/bookings/1/settle/",
    "exchange/grants/<int:number>/": "exchange/grants/1/",
    "exchange/grants/wants/<int:number>/": "exchange/grants/wants/1/",
    "exchange/grants/wants/<int:number>/answer/": "exchange/grants/wants/1/answer/",
    "exchange/grants/wants/<int:number>/end/": "exchange/grants/wants/2/end/",
    "exchange/grants/cards/<int:number>/": "exchange/grants/cards/1/",
    "exchange/grants/<int:number>/data/": "exchange/grants/2/data/",
    "exchange/grants/<int:number>/data.json": "exchange/grants/2/data.json",
    "exchange/grants/<int:number>/data.csv": "exchange/grants/2/data.csv",
    "exchange/grants/<int:number>/data.jsonl": "exchange/grants/2/data.jsonl",
    "exchange/grants/<int:number>/tokens/": "exchange/grants/2/tokens/",
    "exchange/grants/<int:number>/tokens/<int:token>/revoke/": "exchange/grants/2/tokens/9/revoke/",
    "exchange/grants/<int:number>/<slug:verb>/": "exchange/grants/1/settle/",
    "exchange/byproducts/<int:number>/": "exchange/byproducts/2/",
    "exchange/byproducts/<int:number>/amend/": "exchange/byproducts/1/amend/",
    "exchange/byproducts/<int:number>/ask/": "exchange/byproducts/2/ask/",
    "exchange/byproducts/<int:number>/<slug:verb>/": "exchange/byproducts/2/return/",
    "exchange/byproducts/links/<int:number>/": "exchange/byproducts/links/1/",
    "exchange/byproducts/links/<int:number>/forget/": "exchange/byproducts/links/1/forget/",
    "exchange/byproducts/links/<int:number>/<slug:verb>/": "exchange/byproducts/links/1/settle/",
    "services/<int:number>/": "services/1/",
    "services/<int:number>/amend/": "services/1/amend/",
    "services/<int:number>/ask/": "services/1/ask/",
    "services/<int:number>/<slug:way>/": "services/1/close/",
    "services/providers/<int:number>/": "services/providers/1/",
    "services/providers/<int:number>/amend/": "services/providers/1/amend/",
    "services/providers/<int:number>/offer/": "services/providers/1/offer/",
    "services/providers/<int:number>/<slug:verb>/": "services/providers/1/return/",
    "services/vouchers/funds/<int:number>/": "services/vouchers/funds/1/",
    "services/vouchers/funds/<int:number>/issue/": "services/vouchers/funds/1/issue/",
    "services/vouchers/funds/<int:number>/expire/": "services/vouchers/funds/1/expire/",
    "services/requests/<int:number>/": "services/requests/1/",
    "services/requests/<int:number>/<slug:verb>/": "services/requests/1/settle/",
    "exchange/solutions/<int:number>/": "exchange/solutions/1/",
    "exchange/solutions/<int:number>/amend/": "exchange/solutions/1/amend/",
    "exchange/solutions/<int:number>/ask/": "exchange/solutions/1/ask/",
    "exchange/solutions/<int:number>/<slug:verb>/": "exchange/solutions/1/return/",
    "exchange/solutions/requests/<int:number>/": "exchange/solutions/requests/1/",
    "exchange/solutions/requests/<int:number>/<slug:verb>/": (
        "exchange/solutions/requests/1/settle/"
    ),
    "exchange/challenges/<int:number>/": "exchange/challenges/1/",
    "exchange/challenges/<int:number>/amend/": "exchange/challenges/1/amend/",
    "exchange/challenges/<int:number>/publish/": "exchange/challenges/1/publish/",
    "exchange/challenges/<int:number>/propose/": "exchange/challenges/2/propose/",
    "exchange/challenges/<int:number>/withdraw/": "exchange/challenges/2/withdraw/",
    "exchange/challenges/<int:number>/prove/": "exchange/challenges/2/prove/",
    "exchange/challenges/<int:number>/enclosed/<int:file>/": "exchange/challenges/3/enclosed/1/",
    "exchange/challenges/<int:number>/open/": "exchange/challenges/2/open/",
    "exchange/challenges/<int:number>/sealed.json": "exchange/challenges/2/sealed.json",
    "exchange/challenges/<int:number>/relay/": "exchange/challenges/2/relay/",
    "exchange/challenges/<int:number>/relay/send/": "exchange/challenges/2/relay/send/",
    "exchange/challenges/<int:number>/appeal/": "exchange/challenges/2/appeal/",
    "exchange/challenges/<int:number>/contract/": "exchange/challenges/3/contract/",
    "exchange/challenges/<int:number>/files/<int:file>/": "exchange/challenges/3/files/1/",
    "exchange/challenges/<int:number>/panel/": "exchange/challenges/4/panel/",
    "exchange/challenges/<int:number>/panel/<int:part>/<slug:verb>/": (
        "exchange/challenges/4/panel/1/exclude/"
    ),
    "exchange/challenges/<int:number>/review/": "exchange/challenges/4/review/",
    "exchange/challenges/<int:number>/review/<slug:verb>/": (
        "exchange/challenges/4/review/accept/"
    ),
    "exchange/challenges/<int:number>/<int:place>/deliver/": "exchange/challenges/3/1/deliver/",
    "exchange/challenges/<int:number>/<int:place>/<slug:verb>/": (
        "exchange/challenges/3/1/accept/"
    ),
    "exchange/challenges/plan/<int:line>/remove/": "exchange/challenges/plan/1/remove/",
    "exchange/challenges/<int:number>/choose/": "exchange/challenges/1/choose/",
    "exchange/challenges/<int:number>/<slug:verb>/": "exchange/challenges/1/cancel/",
    "exchange/cooperation/behind/<str:cluster>/<year:year>/": (
        "exchange/cooperation/behind/real-2/2023/"
    ),
    "exchange/cooperation/<int:number>/": "exchange/cooperation/2/",
    "exchange/cooperation/<int:number>/amend/": "exchange/cooperation/1/amend/",
    "exchange/cooperation/<int:number>/invite/": "exchange/cooperation/1/invite/",
    "exchange/cooperation/<int:number>/join/": "exchange/cooperation/2/join/",
    "exchange/cooperation/<int:number>/agree/": "exchange/cooperation/1/agree/",
    "exchange/cooperation/<int:number>/record/": "exchange/cooperation/1/record/",
    "exchange/cooperation/<int:number>/records/<int:place>/<slug:verb>/": (
        "exchange/cooperation/1/records/1/confirm/"
    ),
    "exchange/cooperation/<int:number>/partners/<int:place>/<slug:verb>/": (
        "exchange/cooperation/1/partners/2/fall_away/"
    ),
    "exchange/cooperation/<int:number>/<slug:verb>/": "exchange/cooperation/1/settle/",
    "governance/<int:number>/": "governance/1/",
    "governance/<int:number>/statutes/": "governance/1/statutes/",
    "governance/<int:number>/members/": "governance/1/members/",
    "governance/members/<int:number>/": "governance/members/1/",
    "governance/members/<int:number>/mandate/": "governance/members/1/mandate/",
    "governance/members/<int:number>/release/": "governance/members/1/release/",
    "governance/members/<int:number>/forget/": "governance/members/1/forget/",
    "governance/<int:number>/meetings/": "governance/1/meetings/",
    "governance/<int:number>/draws/": "governance/1/draws/",
    "governance/meetings/<int:number>/": "governance/meetings/1/",
    "governance/meetings/<int:number>/minutes/": "governance/meetings/1/minutes/",
    "governance/meetings/<int:number>/resolve/": "governance/meetings/1/resolve/",
    "governance/draws/<int:number>/": "governance/draws/1/",
    "governance/<int:number>/move/": "governance/1/move/",
    "governance/motions/<int:number>/": "governance/motions/1/",
    "governance/motions/<int:number>/amend/": "governance/motions/1/amend/",
    "governance/motions/<int:number>/remark/": "governance/motions/1/remark/",
    "governance/motions/<int:number>/ballot/": "governance/motions/1/ballot/",
    "governance/motions/<int:number>/roll/": "governance/motions/2/roll/",
    "governance/motions/<int:number>/vote/": "governance/motions/2/vote/",
    "governance/motions/<int:number>/open/": "governance/motions/2/open/",
    "governance/motions/<int:number>/sealed.json": "governance/motions/2/sealed.json",
    "governance/motions/<int:number>/opened.json": "governance/motions/3/opened.json",
    "governance/motions/<int:number>/<slug:verb>/": "governance/motions/1/decline/",
    "api/v1/clusters/<id>": "api/v1/clusters/real-1",
    "api/v1/regions/<code>": "api/v1/regions/330106",
    "api/v1/policies/<id>": "api/v1/policies/national",
    "api/v1/vintages/<vintage>": "api/v1/vintages/2022-v1",
    "api/v1/indicators/<dimension>/<id>": "api/v1/indicators/innovation/rd_intensity",
    "api/v1/figures/<vintage>/<year>/<level>/<key>/<id>": (
        "api/v1/figures/2022-v1/2022/nation/CN/rd_intensity"
    ),
}


def address(route: Route) -> str:
    """Return an address of a route; a new route with parameters needs a sample."""
    known = route.pattern.removeprefix("/")
    assert "<" not in known or known in SAMPLES, f"give {route.pattern} a sample"
    return "/" + SAMPLES.get(known, known)
