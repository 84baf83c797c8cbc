"""The parts the program comes in: what is always there, and what is installed where it is wanted.

``pip install jiqun`` brings the statistics and the command line. What is heavier, or needed by
some only, is an extra; a command that needs one that is not there says which in a sentence.
"""

from dataclasses import dataclass
from importlib.util import find_spec

from jiqun.base.errors import Problem, Refused


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program.

    Parameters
    ----------
    extra
        By which it is asked for; empty for what is always there.
    packages
        The distributions it needs itself, with the name each is imported by.
    within
        The parts it needs too.
    """

    extra: str
    packages: dict[str, str]
    within: tuple[str, ...] = ()

    def absent(self) -> list[str]:
        """Return the distributions of this part that are not installed."""
        return [name for name, module in self.packages.items() if not _is_there(module)]


PARTS = {
    part.extra: part
    for part in (
        Part(
            "",
            {
                "numpy": "numpy",
                "pandas": "pandas",
                "scipy": "scipy",
                "openpyxl": "openpyxl",
                "python-calamine": "python_calamine",
            },
        ),
        Part("fast", {"numba": "numba"}),
        Part("plots", {"matplotlib": "matplotlib"}),
        Part(
            "workspace",
            {
                "duckdb": "duckdb",
                "ibis-framework": "ibis",
                "pyarrow": "pyarrow",
                "sqlglot": "sqlglot",
            },
        ),
        Part(
            "reports",
            {
                "fonttools": "fontTools",
                "pylopdf-fonts-zh-cn": "pylopdf_fonts_zh_cn",
                "python-docx": "docx",
                "python-pptx": "pptx",
                "typst": "typst",
            },
            within=("workspace",),
        ),
        Part(
            "web",
            {
                "cryptography": "cryptography",
                "django": "django",
                "django-axes": "axes",
                "django-otp": "django_otp",
                "django-ninja": "ninja",
                "granian": "granian",
                "segno": "segno",
                "webauthn": "webauthn",
                "whitenoise": "whitenoise",
            },
            within=("reports", "workspace"),
        ),
        Part("postgresql", {"psycopg": "psycopg"}, within=("web", "reports", "workspace")),
    )
}
"""Every part by its extra, a part before those that need it."""


def absent_part(fault: ModuleNotFoundError) -> Problem | None:
    """Say which part an import that failed is of, or None where it is of none.

    Parameters
    ----------
    fault
        As Python raised it.

    Examples
    --------
    >>> absent_part(ModuleNotFoundError(name="typst")).details
    {'package': 'typst', 'extra': 'reports'}
    >>> absent_part(ModuleNotFoundError(name="jiqun.nowhere")) is None
    True
    """
    top = (fault.name or "").partition(".")[0]
    for part in PARTS.values():
        for name, module in part.packages.items():
            if module == top and part.extra:
                return Problem("parts.absent", details={"package": name, "extra": part.extra})
    return None


def need(extra: str) -> None:
    """Refuse work that will need a part that is not there, before any of it is done.

    Parameters
    ----------
    extra
        One of :data:`PARTS`.

    Raises
    ------
    Refused
        Naming the extra asked for: it brings everything within it too.

    Examples
    --------
    >>> need("")
    """
    part = PARTS[extra]
    for asked in (extra, *part.within):
        for name in PARTS[asked].absent():
            details = {"package": name, "extra": extra}
            raise Refused([Problem("parts.absent", details=details)])


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
