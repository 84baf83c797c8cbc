"""What is wrong with a catalogue file, said in both languages: schema, YAML, names, units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

KINDS = {
    "category": "评分项",
    "step": "放宽步骤",
    "programme": "认定办法",
    "group of findings": "弱项分组",
    "deadline": "期限",
    "slot": "席位",
    "figure": "指标",
    "figure or comparator": "指标或对照数",
    "indicator": "指标",
    "field": "字段",
    "factor": "系数",
    "unit": "单位",
    "dimension": "维度",
    "version": "版本",
    "claim": "判断",
    "chart": "图",
    "parameter": "数值",
    "source": "来源",
    "region code": "区划代码",
    "regime": "办法",
    "policy": "政策",
    "support": "支持政策",
    "group of measures": "举措类别",
    "finding": "短板",
    "cluster": "集群",
    "industry code": "行业代码",
    "node": "节点",
    "group": "分组",
}
"""What a name can be of, in Chinese by the English word."""

_TYPES = {
    "object": "“键: 值”的条目",
    "array": "列表",
    "string": "文字（数字和日期须加引号）",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "null",
}
_LIMITS = {
    "minLength": "太短，至少 {} 个字",
    "maxLength": "太长，至多 {} 个字",
    "minimum": "太小，至少为 {}",
    "maximum": "太大，至多为 {}",
    "minItems": "项太少，至少 {} 项",
    "maxItems": "项太多，至多 {} 项",
    "minProperties": "键太少，至少 {} 个",
    "maxProperties": "键太多，至多 {} 个",
    "uniqueItems": "有重复的项",
    "const": "只能是 {}",
    "pattern": "不合格式 {}",
    "format": "不是这种格式：{}（日期写作 2026-03-01）",
}
_YAML = {
    "mapping values are not allowed": "冒号的位置不对，或缩进不对",
    "did not find expected key": "缩进不对，或少了引号、括号",
    "did not find expected ',' or": "方括号或花括号没有合上",
    "did not find expected '-'": "列表项的缩进不对",
    "did not find expected node": "这里缺少内容",
    "could not find expected ':'": "键后面少了冒号",
    "cannot start any token": "有不能用的字符，如制表符",
    "unexpected end of stream": "引号没有合上",
    "control characters": "有控制字符",
}


def unknown_name(where: Where, name: str, kind: str, place: str) -> Problem:
    """Return the fault of a name nobody defined.

    Parameters
    ----------
    where
        Where it is named.
    name
        As written.
    kind
        One of :data:`KINDS`.
    place
        Where the known ones stand.

    Examples
    --------
    >>> unknown_name(Where(), "outptu", "field", "catalog/forms").what("zh")
    '“outptu”不是已知的字段。'
    """
    details = {"name": name, "kind": KINDS[kind], "kind_en": kind, "place": place}
    return Problem("catalogue.unknown_name", where, details)


def because(code: str, where: Where, reason: Bilingual) -> Problem:
    """Return a fault whose reason is told in both languages.

    Examples
    --------
    >>> because("catalogue.unit_mismatch", Where(), Bilingual("甲", "a")).what("en")
    'the units do not fit: a.'
    """
    return Problem(code, where, {"reason": reason.zh, "reason_en": reason.en})


def yaml_reason(fault: Exception) -> Bilingual:
    """Say why a text is no YAML.

    Examples
    --------
    >>> yaml_reason(UnicodeDecodeError("utf-8", b"a", 0, 1, "odd")).zh
    '不是 UTF-8 编码的文字'
    """
    if isinstance(fault, UnicodeDecodeError):
        return Bilingual("不是 UTF-8 编码的文字", "it is not text in UTF-8")
    said = getattr(fault, "problem", None) or str(fault)
    known = (zh for part, zh in _YAML.items() if part in said)
    return Bilingual(next(known, "语法不对"), said)


def schema_problems(
    explainer: Draft202012Validator, content: Any, where: Callable[..., Where]
) -> Iterator[Problem]:
    """Yield everything a content does against its schema, each at its place.

    Parameters
    ----------
    explainer
        The schema's validator.
    content
        What the file says.
    where
        Gives the place of a part of the content.
    """
    found: Iterable[ValidationError] = explainer.iter_errors(content)
    for fault in sorted(found, key=lambda fault: [str(part) for part in fault.path]):
        place = tuple(fault.absolute_path)
        if fault.validator in ("additionalProperties", "unevaluatedProperties"):
            yield from _unknown_keys(fault, place, where)
        elif fault.validator == "required":
            key = fault.message.partition(" is a ")[0].strip("'")
            reason = Bilingual(f"“{key}”", fault.message)
            yield because("catalogue.key_missing", where(*place), reason)
        else:
            yield because("catalogue.bad_value", where(*place), _reason(fault))


def _unknown_keys(
    fault: ValidationError, place: tuple[str | int, ...], where: Callable[..., Where]
) -> Iterator[Problem]:
    known: Mapping[str, Any] = fault.schema.get("properties", {})  # type: ignore[union-attr]
    for key in sorted(set(cast("Any", fault.instance)) - set(known)):
        details = {"key": key, "known": ", ".join(known)}
        yield Problem("catalogue.key_unknown", where(*place, key), details)


def _reason(fault: ValidationError) -> Bilingual:
    """Say what a value should be; of several ways to write it, by the one that came nearest."""
    if fault.validator in ("oneOf", "anyOf") and fault.context:
        nearest = max(fault.context, key=lambda way: (len(way.path), way.validator == "enum"))
        hint = fault.schema.get("description", "") if isinstance(fault.schema, dict) else ""
        said = f"{nearest.message} ({hint})".replace(" ()", "")
        return Bilingual(_chinese(nearest), said)
    return Bilingual(_chinese(fault), fault.message)


def _chinese(fault: ValidationError) -> str:
    value, limit = fault.instance, cast("Any", fault.validator_value)
    if fault.validator is None or limit is False:
        return "此处不能有这个键"
    if fault.validator == "type":
        types = [limit] if isinstance(limit, str) else limit
        return f"{_shown(value)}应是{'或'.join(_TYPES[name] for name in types)}"
    if fault.validator == "enum":
        return f"{_shown(value)}只能是 {', '.join(map(str, limit))} 之一"
    if fault.validator == "required":
        return "缺少 " + fault.message.partition(" is a ")[0].strip("'")
    words = _LIMITS.get(str(fault.validator), "不合此处的写法")
    return f"{_shown(value)}{words.format(limit)}"


def _shown(value: Any) -> str:
    """Show a value that is short enough to be shown; what it consists of is not."""
    if isinstance(value, dict | list):
        return ""
    said = {True: "true", False: "false", None: "null"}.get(value, value)
    return f"“{said}”"
