"""What keeps the log append-only inside the database, for every engine it runs on."""

from typing import Any

SQLITE = """CREATE TRIGGER events_kept_{verb} BEFORE {verb} ON events_event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION events_kept() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'events are never changed'; END; $$ LANGUAGE plpgsql;
CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_kept();
CREATE TRIGGER events_kept_whole BEFORE TRUNCATE ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION events_kept();
"""


def guard(apps: Any, schema_editor: Any) -> None:
    """Forbid updates and deletions of events."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(verb=verb))
    else:
        schema_editor.execute(POSTGRESQL)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Take the guard away again."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER events_kept_{verb};")
    else:
        schema_editor.execute(
            "DROP TRIGGER events_kept ON events_event;"
            "DROP TRIGGER events_kept_whole ON events_event;"
        )
