"""The library's reference, from its docstrings; and what to cite for each statistic."""

from pathlib import Path

from docs.making.markdown import cell

import jiqun.stats as st
from jiqun.base.language import Lang
from jiqun.stats.citations import PROGRAM, citation, statistics

WORDS = {
    "zh": {
        "cite": "怎样引用",
        "cite_lead": "用到某项统计方法时，请引用它依据的文献和本软件。由各函数的说明生成；"
        '`jiqun cite 函数名` 和 `jiqun.stats.citation("函数名")` 给出同样的内容。引用整个软件见'
        "仓库中的 `CITATION.cff`。",
        "program": "本软件",
        "library": "统计函数",
        "library_lead": "由 `jiqun.stats` 各函数的说明生成；说明为英文。",
    },
    "en": {
        "cite": "How to cite",
        "cite_lead": "Where a statistic is used, please cite the works it is of and this program. "
        "Generated from the functions' docstrings; `jiqun cite NAME` and "
        '`jiqun.stats.citation("NAME")` say the same. For the program as a whole see '
        "`CITATION.cff` in the repository.",
        "program": "This program",
        "library": "Statistics",
        "library_lead": "Generated from the docstrings of `jiqun.stats`.",
    },
}


def cite_page(lang: Lang) -> str:
    """Return every statistic with the works to cite."""
    words = WORDS[lang]
    parts = [f"# {words['cite']}\n\n{words['cite_lead']}\n\n## {words['program']}\n\n{PROGRAM}\n"]
    for name in statistics():
        works = "".join(f"- {cell(work)}\n" for work in citation(name).works)
        parts.append(f"\n## {name}\n\n{works}")
    return "".join(parts)


def library_page(lang: Lang) -> str:
    """Return a page on which mkdocstrings writes every public function."""
    words = WORDS[lang]
    parts = [f"# {words['library']}\n\n{words['library_lead']}\n"]
    for name in st.__all__:
        parts.append(f"\n::: {getattr(st, name).__module__}.{name}\n")
    return "".join(parts)


def source_folder() -> str:
    """Return where mkdocstrings reads the program from."""
    import jiqun

    return str(Path(jiqun.__file__).parents[1])
