"""How a site looks and what is in it, in one language."""

from collections.abc import Iterable
from typing import Any

import yaml
from docs.making.statistics import source_folder

from jiqun.base.language import Lang

NAME = {"zh": "集群 Jiqun", "en": "Jiqun 集群"}
ABOUT = {
    "zh": "中小企业特色产业集群的开放平台",
    "en": "The open platform for China's county-level SME clusters",
}
TOPICS = (
    "concepts.md",
    "workbooks.md",
    "catalogue.md",
    "rules.md",
    "report.md",
    "disclosure.md",
    "discovery.md",
    "registry.md",
    "chains.md",
    "digital.md",
    "carbon.md",
    "byproducts.md",
    "matching.md",
    "exchange.md",
    "sharing.md",
    "services.md",
    "governance.md",
    "workflow.md",
    "recognition.md",
    "diagnosis.md",
    "planning.md",
    "people.md",
    "stats/README.md",
    "stats/specialisation.md",
    "stats/concentration.md",
    "stats/distance.md",
    "stats/neighbours.md",
    "stats/relatedness.md",
    "stats/pictures.md",
    "web.md",
    "running.md",
    "limits.md",
    "architecture.md",
)
"""Written in English, and in both sites; a page that is not named here follows them."""
CONTENTS: dict[Lang, dict[str, Any]] = {
    "zh": {
        "首页": "index.md",
        "指南": {
            "县级：填报": "guides/zh/county.md",
            "省级：收表、发布与报告": "guides/zh/province.md",
            "企业和机构：供需对接": "guides/zh/firm.md",
            "研究：统计函数库": "guides/zh/analyst.md",
            "运行：安装与网站": "guides/zh/operator.md",
        },
        "手册": {
            "命令": "reference/commands.md",
            "表式字段": "reference/fields.md",
            "目录文件": "reference/files.md",
            "数据接口": "reference/interface.md",
            "全部提示": "reference/messages.md",
            "统计函数": "reference/statistics.md",
            "怎样引用": "reference/cite.md",
            "术语表": "glossary.md",
        },
    },
    "en": {
        "Home": "index.md",
        "Guides": {
            "County: filing": "guides/en/county.md",
            "Province: collecting, releasing, reporting": "guides/en/province.md",
            "Firm and institution: the exchange": "guides/en/firm.md",
            "Analyst: the library": "guides/en/analyst.md",
            "Operator: installing and serving": "guides/en/operator.md",
        },
        "Reference": {
            "Commands": "reference/commands.md",
            "Fields of the form": "reference/fields.md",
            "Files of the catalogue": "reference/files.md",
            "Interface for programs": "reference/interface.md",
            "Everything it may say": "reference/messages.md",
            "Statistics": "reference/statistics.md",
            "How to cite": "reference/cite.md",
            "Glossary": "glossary.md",
        },
    },
}
TOPICS_TITLE = {"zh": "专题（英文）", "en": "Topics"}
BESIDE = ("contributing.md", "changelog.md")
ELSEWHERE = {"zh": ("./", "./en/"), "en": ("../", "./")}
"""Where the Chinese and the English site lie, seen from each."""
SHADES = {"zh": ("深色", "浅色"), "en": ("dark", "light")}
LOOKS = (
    ("light", "default", "material/weather-night"),
    ("dark", "slate", "material/weather-sunny"),
)
DOCSTRINGS = {
    "docstring_style": "numpy",
    "heading_level": 2,
    "show_root_heading": True,
    "show_root_full_path": False,
    "show_source": False,
    "show_bases": False,
    "members": [],
}


def contents(lang: Lang, pages: Iterable[str]) -> dict[str, Any]:
    """Return what is in a site, part by part.

    Parameters
    ----------
    lang
        The site's language.
    pages
        Every page people wrote, by its place.

    Examples
    --------
    >>> contents("en", ["limits.md", "news.md", "concepts.md", "index.md"])["Topics"]
    ['concepts.md', 'limits.md', 'news.md', 'contributing.md', 'changelog.md']
    """
    free = {page for page in pages if page != "index.md" and not page.startswith("guides/")}
    named = [page for page in TOPICS if page in free]
    return {**CONTENTS[lang], TOPICS_TITLE[lang]: [*named, *sorted(free - set(named)), *BESIDE]}


def configuration(lang: Lang, pages: Iterable[str]) -> str:
    """Return the configuration of a site; nothing it loads comes from anywhere else.

    Parameters
    ----------
    lang
        The site's language.
    pages
        Every page people wrote, by its place.
    """
    handler = {"paths": [source_folder()], "options": DOCSTRINGS}
    return yaml.safe_dump(
        {
            "site_name": NAME[lang],
            "site_description": ABOUT[lang],
            "copyright": "Apache-2.0",
            "docs_dir": "docs",
            "site_dir": "site",
            "theme": _theme(lang),
            "extra": {"generator": False, "alternate": _languages(lang)},
            "plugins": ["search", {"mkdocstrings": {"handlers": {"python": handler}}}],
            "markdown_extensions": [
                "admonition",
                "attr_list",
                "tables",
                {"toc": {"permalink": True}},
                "pymdownx.highlight",
                "pymdownx.superfences",
            ],
            "nav": _tree(contents(lang, pages)),
        },
        allow_unicode=True,
        sort_keys=False,
    )


def _theme(lang: Lang) -> dict[str, Any]:
    palette = [
        {
            "media": f"(prefers-color-scheme: {shade})",
            "scheme": scheme,
            "toggle": {"icon": icon, "name": name},
        }
        for (shade, scheme, icon), name in zip(LOOKS, SHADES[lang], strict=True)
    ]
    return {
        "name": "material",
        "language": lang,
        "font": False,
        "features": ["content.code.copy", "navigation.tabs", "navigation.top", "search.highlight"],
        "palette": palette,
    }


def _languages(lang: Lang) -> list[dict[str, str]]:
    zh, en = ELSEWHERE[lang]
    return [
        {"name": "中文", "link": zh, "lang": "zh"},
        {"name": "English", "link": en, "lang": "en"},
    ]


def _tree(said: Any) -> Any:
    """Return contents as the site's builder reads them: a list of a page or a part each."""
    if isinstance(said, dict):
        return [{title: _tree(inner)} for title, inner in said.items()]
    return said
