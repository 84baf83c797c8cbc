"""What the forms of a promotion body say in tests."""

import hashlib
import json

from tests.web.challenges.sealed import KEY

from jiqun.governance.ballots import HOLDERS

STATUTES = {
    "text": "第一条 本会由集群内企业组成。", "document": "成员大会 2026 年第 1 号",
    "since": "2026-01-01", "quorum": "50", "without": "again", "majority": "simple",
}  # fmt: skip
MANDATE = {
    "name": "王明", "role": "副总经理", "document": "授权书 3 号", "since": "2026-02-01",
}  # fmt: skip
MOVED = {"title": "共用检测中心", "text": "向中小企业按成本价开放。"}
MEETING = {"title": "理事会", "day": "2026-01-10", "agenda": "年度计划\n检测中心"}
RESOLVED = {
    "number": "2026-1", "subject": "检测中心", "text": "同意开放。", "outcome": "adopted",
}  # fmt: skip
DRAW = {"purpose": "检测中心评议组", "pool": "smes", "count": "2", "source": "双色球 2026030 期"}
BODY = {"name": "示例促进中心", "founded": "2026-01-01"}

CHECKS = json.dumps({holder: hashlib.sha256(holder.encode()).hexdigest() for holder in HOLDERS})


def calling(scrutineer: str) -> dict[str, str]:
    """Return how a ballot is called, with the key and checks that a browser makes."""
    return {"closes": "2099-01-01", "scrutineer": scrutineer, "key": KEY, "checks": CHECKS}


def line(code: str, name: str = "", size: str = "small", kind: str = "firm") -> str:
    """Return a member as a line says it."""
    return f"{code} | {name or '示例企业' + code[-6:]} | {kind} | {size} | 2026-01-05"
