"""Joint projects for tests: their texts, and who takes part."""

from typing import Any

LEAD, SMALL, INSTITUTE, OTHER = (
    "91330106MA2800000X", "91330110MA28000011", "12330000470095123X", "91410783MA28000027",
)  # fmt: skip
CODES = {"lead": LEAD, "small": SMALL, "institute": INSTITUTE, "other": OTHER}
TEXT: dict[str, Any] = {
    "kind": "joint_research", "title": "低噪声齿形联合研发", "aim": "空载噪声降低 3 dB",
    "shares": "龙头出设备，小企业出样件，院所测试；专利共有", "steps": "样件 2026-12\n测试 2027-03",
    "need": "找会做齿形测量的小企业", "told": "三方合作降低齿轮噪声", "counted": "yes",
}  # fmt: skip
SIDES: dict[str, dict[str, Any]] = {
    "lead": {"firm": "龙头齿轮", "size": "large", "county": "330106", "brings": "台架"},
    "small": {"firm": "小微精密", "size": "micro", "county": "330110", "brings": "样件"},
    "institute": {"firm": "示例研究院", "size": "unknown", "county": "330106", "brings": "测试"},
    "other": {"firm": "他处机械", "size": "small", "county": "410783", "brings": "别的"},
}  # fmt: skip
PATENT: dict[str, Any] = {
    "entry": "patent", "title": "一种低噪声齿形", "number": "ZL 2004 1 0016940.6",
    "level": "invention", "day": "2025-05-01",
}  # fmt: skip
STANDARD: dict[str, Any] = {
    "entry": "standard", "title": "齿轮噪声测试方法", "number": "GB/T 99999-2025",
    "level": "national", "role": "led", "day": "2025-06-01",
}  # fmt: skip
CARD: dict[str, Any] = {
    **SIDES["small"], "brings": "齿形测量和小批样件", "kinds": ["joint_research", "pilot"],
    "industries": "3453",
}  # fmt: skip
