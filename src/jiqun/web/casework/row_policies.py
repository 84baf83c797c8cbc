"""Row-level security on PostgreSQL: what a reader sees is held a second time, by the database.

Every table that hangs on a case has a policy over what the connection was told its reader covers.
A connection that was told nothing, or was RESET, sees nothing: each setting is compared through
``NULLIF``, for an empty text matches every prefix. Owners obey too (``FORCE``); superusers do not.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models import ForeignKey, Model

from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.models import REGIONAL, Casework

SETTINGS = (
    "jiqun.everything",
    "jiqun.within",
    "jiqun.without",
    "jiqun.province",
    "jiqun.clusters",
    "jiqun.firm",
    "jiqun.expert",
    "jiqun.authority",
    "jiqun.party",
)
NOTHING = ("",) * len(SETTINGS)
EVERYTHING = ("yes", *NOTHING[1:])
POLICY = "covered"
_SAID = "NULLIF(current_setting('{}', true), '')"
_LISTED = "SELECT jsonb_array_elements_text(" + _SAID + "::jsonb)"
_FORMS = (_SAID, _LISTED, _LISTED, _SAID, _LISTED, _SAID, _SAID, _SAID, _SAID)
_EVERYTHING, _WITHIN, _WITHOUT, _PROVINCE, _CLUSTERS, _FIRM, _EXPERT, _AUTHORITY, _PARTY = (
    form.format(name) for form, name in zip(_FORMS, SETTINGS, strict=True)
)
COVERED = f"""{_EVERYTHING} = 'yes'
    OR ({_SAID.format("jiqun.without")} IS NOT NULL
        AND EXISTS (SELECT 1 FROM ({_WITHIN}) AS listed(code) WHERE starts_with(county, code))
        AND NOT EXISTS (SELECT 1 FROM ({_WITHOUT}) AS listed(code)
            WHERE starts_with(county, code)))
    OR province = {_PROVINCE}
    OR cluster IN ({_CLUSTERS})"""  # noqa: S608  # constants of this module
"""Which cases: as ``Covered.for_reader`` says it."""
WHOLE = """WITH before AS MATERIALIZED (SELECT current_setting('jiqun.everything', true) AS said)
    SELECT said, set_config('jiqun.everything', 'yes', false) FROM before"""
"""Show every row to the connection, and return what it was told before."""
_NAMES = {
    "everything": _EVERYTHING,
    "firm": _FIRM,
    "expert": _EXPERT,
    "within": _WITHIN,
    "without": _WITHOUT,
    "clusters": _CLUSTERS,
    "party": _PARTY,
}
"""What a model's own line may name."""
PLACES = """(EXISTS (SELECT 1 FROM ({within}) AS listed(code) WHERE starts_with(county, code))
        AND NOT EXISTS (SELECT 1 FROM ({without}) AS apart(code)
            WHERE starts_with(county, code)))"""
"""Whether a row's county lies in a reader's places, for a model's own line."""
HANGING = "EXISTS (SELECT 1 FROM {above} AS above WHERE above.id = {table}.{column})"
"""Which rows of a table that hangs on another: those whose row above is seen."""


OWN_LINE = f"credit_code = {_FIRM}"
"""Which rows a firm sees: its own lines, of cases it sees nothing else of."""
SHARED = f"(shared AND county IN ({_WITHIN}))"
"""Which rows a county sees that are a firm's own: those the firm shares with it."""
OF_EXPERT = f"{_EVERYTHING} = 'yes' OR expert = {_EXPERT} OR authority = {_AUTHORITY}"
"""Which rows an expert and the authority that invited see, and nobody else."""
OF_AUTHORITY = f"{_EVERYTHING} = 'yes' OR authority = {_AUTHORITY}"
"""Which rows the authority alone sees, whoever sees the case above."""
ON_THE_PATH = f"""{_EVERYTHING} = 'yes' OR EXISTS (SELECT 1 FROM {{above}} AS above
    WHERE above.id = {{table}}.{{column}} AND (
        ({_EXPERT} IS NOT NULL AND {{table}}.since IS NOT NULL)
        OR EXISTS (SELECT 1 FROM jsonb_each(above.parties) AS slot(name, party)
            WHERE slot.name <> 'agency' AND slot.party = {_PARTY}::jsonb
            AND (slot.name = 'county' OR {{table}}.since IS NOT NULL))))"""  # noqa: S608  # constants
"""Which files: those beside a case one takes part in, or judges; of a draft, the county alone."""
JUDGED = f"""EXISTS (SELECT 1 FROM {{by}} AS judging
    WHERE judging.{{column}} = {{table}}.id AND judging.expert = {_EXPERT}
        AND judging.state IN ('invited', 'scoring', 'scored'))"""  # noqa: S608  # constants
"""Which cases an expert sees besides: those they judge."""


_FILLS = """(slot.party = jsonb_build_array('firm', {firm})
        OR (slot.party->>0 = 'agency' AND slot.party->>1 IN ({clusters}))
        OR slot.party = {party}::jsonb)"""
"""Whether a slot's party is who reads."""


def slots_seen(alias: str, names: tuple[str, ...] = ()) -> str:
    """Return the SQL of whether a reader fills one of a case's slots."""
    among = f"slot.name IN ({', '.join(repr(name) for name in names)}) AND " if names else ""
    every = f"SELECT 1 FROM jsonb_each({alias}.parties) AS slot(name, party) WHERE "  # noqa: S608  # constants
    return f"EXISTS ({every}{among}{_FILLS})"


class _Process:
    """Whether this process is the installation's own: a command, which sees every row."""

    own = False


def coverage(reader: Reader) -> tuple[str, ...]:
    """Return what a connection is told of a reader, setting by setting.

    Examples
    --------
    >>> from jiqun.base.readers import PUBLIC
    >>> coverage(PUBLIC) == NOTHING
    True
    >>> coverage(Reader(Office.COUNTY, within=("330106",)))
    ('', '["330106"]', '[]', '', '[]', '', '', '', '["county", "330106"]')
    """
    if reader.office is Office.FIRM:
        return (*NOTHING[:5], reader.credit_code, "", "", "")
    if reader.office is Office.EXPERT:
        return (*NOTHING[:6], next(iter(sorted(reader.cases)), ""), "", "")
    if reader.office not in REGIONAL and not reader.clusters:
        return NOTHING
    within = list(reader.within) if reader.office in REGIONAL else []
    province = reader.within[0].ljust(6, "0") if reader.office is Office.PROVINCE else ""
    listed = (within, list(reader.without), sorted(reader.clusters))
    said = [json.dumps(codes) for codes in listed]
    told = ("", said[0], said[1], province, said[2], "", "", _authority(reader))
    return (*told, _party(reader) if reader.office in REGIONAL else "")


def _party(reader: Reader) -> str:
    """Return how an office stands among the parties of a case."""
    party = party_of(reader)
    return json.dumps([str(party.office), party.of])


def _authority(reader: Reader) -> str:
    """Return how a recognising authority is written in rows; empty for other offices."""
    if reader.office is Office.NATION:
        return str(reader.office)
    return f"{reader.office}:{reader.within[0]:0<6}" if reader.office is Office.PROVINCE else ""


@contextmanager
def seen_by(reader: Reader) -> Iterator[None]:
    """Let this thread's connection see what a reader sees, and nothing afterwards."""
    if connection.vendor != "postgresql" or coverage(reader) == NOTHING:
        yield
        return
    _tell(coverage(reader))
    try:
        yield
    finally:
        _forget()


@contextmanager
def seen_whole() -> Iterator[None]:
    """Let the program itself see every row: for what is decided over all of them, and not shown."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(WHOLE)
        before = cursor.fetchone()[0] or ""
    try:
        yield
    finally:
        if not _failed():  # a rollback takes the setting back by itself
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('jiqun.everything', %s, false)", [before])


def _failed() -> bool:
    """Return whether the connection can only be rolled back."""
    under = connection.connection
    return under is None or under.info.transaction_status.name == "INERROR"


def be_the_installation(*, own: bool) -> None:
    """Say whether this process is a command of the installation, or serves readers."""
    _Process.own = own
    if connection.vendor == "postgresql" and connection.connection is not None:
        _tell(EVERYTHING if own else NOTHING)


def protect(**_: Any) -> None:
    """Put the policies on every table that hangs on a case, where they are not as they should be.

    Called after every migration, so that tables of later rooms have them too.
    """
    if connection.vendor != "postgresql":
        return
    for table, covered in policies().items():
        _put(table, covered)


def policies() -> dict[str, str]:
    """Return by table which of its rows a connection sees."""
    every = apps.get_models()
    above: list[type[Model]] = [model for model in every if issubclass(model, Casework)]
    found = {model._meta.db_table: COVERED for model in above}
    while above:
        model = above.pop()
        for other in apps.get_models(include_auto_created=True):
            table = other._meta.db_table
            for field in other._meta.local_fields:
                hangs = isinstance(field, ForeignKey) and field.related_model is model
                if hangs and table not in found:
                    places = {"above": model._meta.db_table, "table": table}
                    found[table] = HANGING.format(**places, column=field.column)
                    above.append(other)
    for model in every:
        _let_others_see(found, model)
    return found | _own_lines(every)


def _own_lines(every: Iterable[type[Model]]) -> dict[str, str]:
    """Return the lines that rooms of firms draw themselves, by table."""
    drawn = {model._meta.db_table: getattr(model, "seen_where", "") for model in every}
    return {table: said.format(**_NAMES) for table, said in drawn.items() if said}


def _let_others_see(found: dict[str, str], model: type[Model]) -> None:
    """Write the lines of a table whose model says who else sees its rows, or who does not."""
    table = model._meta.db_table
    if getattr(model, "of_a_firm", False):  # a firm sees its own row, and nothing above it
        found[table] += f" OR {OWN_LINE}"
    if (shown := getattr(model, "of_the_authority", None)) is not None:
        _let_the_authority_see(found, model, shown)
    if getattr(model, "shared_by_a_firm", False):
        found[table] = f"{_EVERYTHING} = 'yes' OR {OWN_LINE} OR {SHARED}"
    if beside := getattr(model, "on_the_path", ""):
        _let_the_path_see(found, model, beside)
    if judged := getattr(model, "of_an_expert", ""):
        _let_experts_see(found, model, judged)


def _let_the_authority_see(found: dict[str, str], model: type[Model], shown: str) -> None:
    """Keep rows to the authority; once a column says so, to whoever sees the case but experts."""
    table = model._meta.db_table
    put = f" OR ({shown} AND {_EXPERT} IS NULL AND {found[table]})" if shown else ""
    found[table] = OF_AUTHORITY + put


def _let_the_path_see(found: dict[str, str], model: type[Model], beside: str) -> None:
    """Keep files to the offices that take part in the case above, and to who judges it."""
    table, field = model._meta.db_table, model._meta.get_field(beside)
    case = field.related_model._meta.db_table  # type: ignore[union-attr]  # a foreign key
    column = field.column  # type: ignore[union-attr]
    found[table] = ON_THE_PATH.format(above=case, table=table, column=column)


def _let_experts_see(found: dict[str, str], model: type[Model], judged: str) -> None:
    """Let an expert see their own rows and the case above, which nothing else lets them see."""
    table, field = model._meta.db_table, model._meta.get_field(judged)
    found[table] = OF_EXPERT
    case = field.related_model._meta.db_table  # type: ignore[union-attr]  # a foreign key
    said = {"by": table, "column": field.column, "table": case}  # type: ignore[union-attr]
    found[case] += f" OR {JUDGED.format(**said)}"


def _put(table: str, covered: str) -> None:
    digest = hashlib.sha256(covered.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(oid, 'pg_policy') FROM pg_policy "
            "WHERE polrelid = to_regclass(%s) AND polname = %s",
            [table, POLICY],
        )
        if cursor.fetchone() == (digest,):
            return
        cursor.execute(
            f"DROP POLICY IF EXISTS {POLICY} ON {table};"
            f"CREATE POLICY {POLICY} ON {table} USING ({covered});"
            f"COMMENT ON POLICY {POLICY} ON {table} IS '{digest}';"
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        )


def _tell(said: tuple[str, ...]) -> None:
    calls = ", ".join("set_config(%s, %s, false)" for _ in SETTINGS)
    pairs = [part for pair in zip(SETTINGS, said, strict=True) for part in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", pairs)


def _forget() -> None:
    """Take back what a connection was told; one that cannot be told is closed."""
    if connection.connection is None:
        return
    try:
        _tell(EVERYTHING if _Process.own else NOTHING)
    except Exception:  # whatever it is: nobody else gets this connection
        connection.close()


def _on_connecting(**said: Any) -> None:
    """Let a command of the installation see every row, from its first query on."""
    if _Process.own and said["connection"].vendor == "postgresql":
        with said["connection"].cursor() as cursor:
            cursor.execute("SELECT set_config('jiqun.everything', 'yes', false)")


connection_created.connect(_on_connecting, dispatch_uid="jiqun.row_policies")
