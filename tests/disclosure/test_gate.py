"""There is one gate: outside it nobody asks what a reader covers, nor knows the rule of three."""

import ast
import inspect
from pathlib import Path

import pytest

import jiqun

SOURCE = Path(jiqun.__file__).parent
GATE = [SOURCE / "disclosure", SOURCE / "base" / "readers.py"]
OUTSIDE = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if not any(path.is_relative_to(place) for place in GATE)
]
OF_A_READER = {"covers", "within", "without"}
"""What may be asked of other things too, but of a reader only in the gate."""
ASKED = {"sees_cluster", "sees_everything"}
DECLARED = {"sensitivity", "confidential"}
FORMS = {"forms.py", "form_files.py", "form_model.py"}
"""What declares a field's sensitivity."""


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


QUERY_SETS = {
    "web/accounts/inviting.py": "offices that an office may give",
    "web/accounts/models.py": "memberships, by for_reader",
    "web/accounts/offices.py": "makes a reader of an office, and a party of a reader",
    "web/candidates/covered.py": "candidates of the reader's places: no vintage is behind them",
    "web/casework/handing.py": "who hands a case over to the successor of a county",
    "web/filing/handing.py": "cases handed over to the successor of a county",
    "web/filing/known.py": "clusters a reader may open a year for",
    "web/casework/models.py": "cases, by for_reader",
    "web/filing/opening.py": "clusters a reader opens a year for",
    "web/filing/sharing.py": "who files for the other counties of a cluster",
    "web/recognition/said_facts.py": "filings of a cluster a county checks or applies for",
    "web/recognition/starting.py": "the dossier of a candidate in the reader's places",
    "web/recognition/subjects.py": "the county of a cluster nobody knows yet",
    "web/recognition/calling.py": "calls a county may apply to",
    "web/ladder/models.py": "assessments of firms, by for_reader",
    "web/carbon/views.py": "sums of a county's firms, for its own office",
    "web/exchange/places.py": "the county a form of the exchange is preset to",
    "web/grants/granting.py": "who settles a dispute where a county itself reads",
    "web/slots/months.py": "months of shared centres, kept as their county was told them",
    "web/slots/models.py": "offers and bookings of firms, by for_reader",
    "web/tiers/models.py": "answers of firms, by for_reader",
    "web/casework/row_policies.py": "the same line a second time, in the database",
}
"""Where a reader serves a query set instead of a figure of a vintage, and of what."""


@pytest.mark.parametrize("path", OUTSIDE, ids=name)
def test_outside_the_gate_nobody_asks_what_a_reader_sees(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (node.attr not in OF_A_READER or _is_a_reader(node.value))
    }
    wanted = set() if name(path) in QUERY_SETS else OF_A_READER | ASKED
    wanted |= set() if path.name in FORMS else DECLARED
    assert not asked & wanted
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not imported & {"FEWEST_CLUSTERS", "FEWEST_ENTERPRISES"}


def test_every_query_set_of_readers_is_still_one() -> None:
    for place in QUERY_SETS:
        text = (SOURCE / place).read_text(encoding="utf-8")
        assert any(word in text for word in (*OF_A_READER, *ASKED)), place


def _is_a_reader(node: ast.expr) -> bool:
    """Tell whether an expression is called a reader: ``reader``, ``request.reader``, ``PUBLIC``."""
    said = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return said.endswith("reader") or said in {"PUBLIC", "NATION"}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=name)
def test_no_function_has_a_reader_by_default(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args.args[len(node.args.args) - len(node.args.defaults) :]
            named = [*given, *(
                argument
                for argument, default in zip(
                    node.args.kwonlyargs, node.args.kw_defaults, strict=True
                )
                if default is not None
            )]  # fmt: skip
            assert not {one.arg for one in named} & {"reader", "edition"}, node.name


def test_whatever_the_gate_offers_asks_for_the_reader() -> None:
    from jiqun import disclosure

    for offered in ("Edition", "disclose", "sees_cell"):
        asked = inspect.signature(getattr(disclosure, offered)).parameters["reader"]
        assert asked.default is inspect.Parameter.empty
