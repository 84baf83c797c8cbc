"""The reference of the yearly form's fields and of the catalogue's files."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from docs.making.markdown import code, table

from jiqun.base.forms import YEARLY, Field, Form, family
from jiqun.base.language import Lang

WORDS = {
    "zh": {
        "fields": "表式字段",
        "fields_lead": "由 `catalog/forms` 生成。JSON 用字段代码为键，长表 CSV 的 field 列也用它。",
        "years": "{} 版，用于 {} 至 {} 年",
        "field_heads": ("代码", "名称", "单位", "类型", "必填"),
        "yes": "是",
        "files": "目录文件",
        "files_lead": "由 `catalog/schemas` 生成：每种目录文件有哪些键。本地目录用同样的文件。"
        "键的说明为英文原文。",
        "key_heads": ("键", "必写", "含义", "例"),
    },
    "en": {
        "fields": "Fields of the form",
        "fields_lead": "Generated from `catalog/forms`. JSON has these ids as keys, a long CSV in "
        "its column field.",
        "years": "Version {}, for {} to {}",
        "field_heads": ("id", "title", "unit", "type", "needed"),
        "yes": "yes",
        "files": "Files of the catalogue",
        "files_lead": "Generated from `catalog/schemas`: the keys of each kind of file. A local "
        "catalogue has the same files.",
        "key_heads": ("key", "needed", "what", "example"),
    },
}
LONGEST_EXAMPLE = 120


def fields_page(lang: Lang) -> str:
    """Return every field of every version of the yearly form."""
    words = WORDS[lang]
    parts = [f"# {words['fields']}\n\n{words['fields_lead']}\n"]
    for form in family(YEARLY).versions:
        title = words["years"].format(form.version, form.first_year, form.last_year)
        parts.append(f"\n## {title}\n\n{form.title.in_(lang)}\n")
        for dimension, name in form.dimensions.items():
            rows = [_field(field, lang) for field in _of(form, dimension)]
            if rows:
                heads = WORDS[lang]["field_heads"]
                parts.append(f"\n### {name.in_(lang)} ({form.version})\n\n{table(heads, rows)}")
    return "".join(parts)


def _of(form: Form, dimension: str) -> list[Field]:
    return [field for field in form.fields.values() if field.dimension == dimension]


def _field(field: Field, lang: Lang) -> tuple[str, ...]:
    needed = "" if field.optional else str(WORDS[lang]["yes"])
    return code(field.id), field.title.in_(lang), field.unit, code(field.type), needed


def files_page(lang: Lang) -> str:
    """Return the keys of every kind of file of the catalogue."""
    words = WORDS[lang]
    parts = [f"# {words['files']}\n\n{words['files_lead']}\n"]
    for name, schema in _schemas():
        rows = list(_keys(schema, str(words["yes"]) if lang == "zh" else "yes"))
        parts.append(f"\n## {name}\n\n{schema.get('description', '')}\n")
        if rows:
            parts.append(f"\n{table(words['key_heads'], rows)}")
    return "".join(parts)


def _schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files("jiqun").joinpath("catalog", "schemas")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        yield file.name.removesuffix(".json"), json.loads(file.read_text(encoding="utf-8"))


def _keys(schema: dict[str, Any], yes: str) -> Iterator[tuple[str, ...]]:
    needed = schema.get("required", ())
    for key, said in schema.get("properties", {}).items():
        example = json.dumps(said["examples"][0], ensure_ascii=False) if "examples" in said else ""
        short = example if len(example) <= LONGEST_EXAMPLE else ""
        described = said.get("description", "")
        yield code(key), yes if key in needed else "", described, code(short)
