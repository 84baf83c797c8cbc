"""The database as plain lines, table by table: from either engine, into either engine.

Rows are read and written by the tables as they stood at the database's own version, so that a
dump of an earlier version loads as it was and is brought up to date by the same migrations.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, Model

from jiqun.base.errors import Problem, Refused, Where
from jiqun.web.databases import migrations, one_moment, refuse_later

LEFT_OUT = frozenset({"contenttypes", "auth", "sessions"})
"""Apps whose rows the program makes by itself, or that nobody may carry elsewhere."""
BATCH = 500

Progress = Callable[[Iterable[Any], str], Iterable[Any]]
Table = type[Model]


def dump(folder: Path, progress: Progress) -> dict[str, Any]:
    """Write every table to a file of lines, all of one moment.

    Parameters
    ----------
    folder
        Where the files go.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    dict
        ``engine``, ``migrations`` and ``tables`` (rows by name): what loading needs.

    Raises
    ------
    Refused
        Where a later version made the database.
    """
    refuse_later()
    with one_moment():
        applied = sorted(migrations().applied)
        tables = _tables(applied)
        rows = {
            name: _write(table, folder / f"{name}.jsonl")
            for name, table in progress(list(tables.items()), connection.vendor)
        }
    return {"engine": connection.vendor, "migrations": applied, "tables": rows}


def refuse_unknown(said: Mapping[str, Any], place: Where) -> None:
    """Refuse a dump that this version does not know all of.

    Raises
    ------
    Refused
        Where a later version made it.
    """
    from django.db.migrations.loader import MigrationLoader

    known = set(MigrationLoader(None).disk_migrations)
    if later := sorted({(app, name) for app, name in said["migrations"]} - known):
        details = {"migrations": ", ".join(".".join(name) for name in later[:5])}
        raise Refused([Problem("database.later_version", place, details)])


def refuse_used(place: Where) -> None:
    """Refuse a database that holds anything.

    Raises
    ------
    Refused
        Where one of its tables has a row.
    """
    applied = sorted(migrations().applied)
    for table in _tables(applied).values() if applied else ():
        if table._base_manager.exists():
            raise Refused([Problem("database.not_empty", place)])


def load(said: Mapping[str, Any], folder: Path, progress: Progress) -> None:
    """Load a dump into an empty database, within the caller's transaction.

    Parameters
    ----------
    said
        What :func:`dump` returned; the tables are of its version (:func:`make_tables`).
    folder
        Where the files are.
    progress
        Wraps an iteration to show how far it is.

    Raises
    ------
    Refused
        Where a row is not of its table.
    """
    tables = _tables([(app, name) for app, name in said["migrations"]])
    for name in progress(sorted(said["tables"]), connection.vendor):
        file = folder / f"{name}.jsonl"
        try:
            _read(tables[name], file)
        except (KeyError, TypeError, ValueError, DatabaseError) as fault:
            details = {"reason": str(fault).strip().splitlines()[0] if str(fault).strip() else ""}
            raise Refused([Problem("backup.no_row", Where(file=file.name), details)]) from None
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(statement)


def make_tables(said: Mapping[str, Any]) -> None:
    """Make the tables of an empty database as they stood when a dump was made."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in said["migrations"]}
    graph = executor.loader.graph
    last = [node for node in sorted(wanted) if not _following(graph, node) & wanted]
    executor.migrate(last)


def _following(graph: Any, node: tuple[str, str]) -> set[tuple[str, str]]:
    """Return the migrations of the same app that follow on one."""
    return {child.key for child in graph.node_map[node].children if child.key[0] == node[0]}


def _tables(applied: Iterable[tuple[str, str]]) -> dict[str, Table]:
    """Return the tables of a version by name, without those left out."""
    loader = MigrationExecutor(connection).loader
    nodes = [node for node in applied if node in loader.graph.nodes]
    models = loader.project_state(nodes).apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.app_label not in LEFT_OUT]
    return {
        model._meta.db_table: model
        for model in kept
        if model._meta.managed and not model._meta.proxy
    }


def _write(table: Table, file: Path) -> int:
    fields = table._meta.concrete_fields
    count = 0
    with file.open("w", encoding="utf-8") as lines:
        lines.write(json.dumps([field.attname for field in fields]) + "\n")
        for row in table._base_manager.order_by("pk").iterator(chunk_size=2000):
            said = [_said(field, row) for field in fields]
            lines.write(json.dumps(said, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n")
            count += 1
    return count


def _said(field: "Field[Any, Any]", row: Model) -> Any:
    """Return a cell as text, or as JSON where its column holds JSON; None where it is empty."""
    if field.value_from_object(row) is None:
        return None
    return field.value_to_string(row)


def _read(table: Table, file: Path) -> None:
    known = {field.attname: field for field in table._meta.concrete_fields}
    with file.open(encoding="utf-8") as lines:
        names = json.loads(next(lines))
        fields = [known[name] for name in names]
        rows = (_row(table, fields, json.loads(line)) for line in lines)
        while batch := list(islice(rows, BATCH)):
            _insert(table, fields, batch)


def _row(table: Table, fields: "list[Field[Any, Any]]", said: list[Any]) -> Model:
    cells = {
        field.attname: None if cell is None else field.to_python(cell)
        for field, cell in zip(fields, said, strict=True)
    }
    return table(**cells)


def _insert(table: Table, fields: "list[Field[Any, Any]]", rows: list[Model]) -> None:
    """Insert rows as they are: Django's public way would set the times of change anew."""
    most = max(connection.ops.bulk_batch_size(fields, rows), 1)
    for start in range(0, len(rows), most):
        query = table._base_manager.get_queryset()
        query._insert(rows[start : start + most], fields, using=connection.alias, raw=True)  # type: ignore[attr-defined]
