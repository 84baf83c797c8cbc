"""The filed fields criteria speak of: their names in words, and which are whole numbers."""

from dataclasses import dataclass
from functools import cache

import yaml

from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual, Lang


@dataclass(frozen=True, slots=True)
class FiledField:
    """A field of a yearly form."""

    id: str
    title: Bilingual
    unit: str
    whole: bool


@cache
def filed_fields() -> dict[str, FiledField]:
    """Return the fields of every form of the catalogue, by id, once.

    Examples
    --------
    >>> filed_fields()["output_sme"].title.in_("zh"), filed_fields()["iiot_users"].whole
    ('中小企业产值', True)
    """
    found: dict[str, FiledField] = {}
    for path in sorted(catalogue_path("forms").glob("*.yaml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        for one in form["fields"]:
            whole = one["type"] in ("count", "flag")
            found[one["id"]] = FiledField(one["id"], Bilingual.of(one), one["unit"], whole)
    return found


def cell_name(cell: str, lang: Lang) -> str:
    """Write a cell such as ``2020.output_total`` in words.

    Examples
    --------
    >>> cell_name("2020.output_total", "zh"), cell_name("2020.output_total", "en")
    ('2020 年集群总产值', 'total output of the cluster in 2020')
    """
    year, _, name = cell.partition(".")
    title = filed_fields()[name].title.in_(lang)
    return f"{year} 年{title}" if lang == "zh" else f"{title} in {year}"
