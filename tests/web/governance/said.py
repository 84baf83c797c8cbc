"""What the forms of a promotion body say in tests."""

STATUTES = {
    "text": "第一条 本会由集群内企业组成。", "document": "成员大会 2026 年第 1 号",
    "since": "2026-01-01", "quorum": "50", "without": "again", "majority": "simple",
}  # fmt: skip
MANDATE = {
    "name": "王明", "role": "副总经理", "document": "授权书 3 号", "since": "2026-02-01",
}  # fmt: skip
BODY = {"name": "示例促进中心", "founded": "2026-01-01"}


def line(code: str, name: str = "", size: str = "small", kind: str = "firm") -> str:
    """Return a member as a line says it."""
    return f"{code} | {name or '示例企业' + code[-6:]} | {kind} | {size} | 2026-01-05"
