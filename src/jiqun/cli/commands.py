"""Every command, put together; each group lives in a module of its own."""

from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any

import typer

from jiqun import __version__
from jiqun.cli.speech import say


def application() -> Callable[..., Any]:
    """Return the command with all its groups, its texts in the reader's language."""
    app = typer.Typer(
        name="jiqun",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help=say(
            "集群平台：发现、认定、填报、测算、诊断、行动、报告。任何命令都可加 --lang zh|en；"
            "写工作区的命令可加 --wait 秒数（等另一个写入者，默认 60）。",
            "The cluster platform: discover, recognise, collect, measure, diagnose, act, report. "
            "Any command takes --lang zh|en; one that writes takes --wait SECONDS (for "
            "another writer, 60 if not given).",
        ),
        epilog=say("示例：jiqun demo 我的工作区", "Example: jiqun demo my-workspace"),
    )
    app.callback(invoke_without_command=False)(_version)
    for group in _groups():
        group.register(app)
    return typer.main.get_command(app)


def _groups() -> "tuple[ModuleType, ...]":
    """Return the modules of the groups, in the order of the help text."""
    return (*_of_clusters(), *_of_the_installation())


def _of_clusters() -> "tuple[ModuleType, ...]":
    """Return what is done with workspaces, filings and figures."""
    from jiqun.cli import (
        audit_commands,
        backup_commands,
        carbon_commands,
        catalogue_commands,
        chain_commands,
        diagnosis_commands,
        digital_commands,
        discovery_commands,
        figure_commands,
        filing_commands,
        plan_commands,
        registry_commands,
        responses_commands,
        roster_commands,
        rules_commands,
        workspace_commands,
    )

    return (
        workspace_commands,
        audit_commands,
        backup_commands,
        catalogue_commands,
        filing_commands,
        roster_commands,
        figure_commands,
        registry_commands,
        discovery_commands,
        rules_commands,
        diagnosis_commands,
        responses_commands,
        chain_commands,
        plan_commands,
        digital_commands,
        carbon_commands,
    )


def _of_the_installation() -> "tuple[ModuleType, ...]":
    """Return what publishes and serves, and looks after people and packages."""
    from jiqun.cli import (
        citation_commands,
        demo_commands,
        dependency_commands,
        publication_commands,
        remind_commands,
        serve_commands,
        user_commands,
    )

    return (
        publication_commands,
        serve_commands,
        user_commands,
        remind_commands,
        demo_commands,
        citation_commands,
        dependency_commands,
    )


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _version(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help=say("显示版本", "show the version"),
            is_eager=True,
            callback=_show_version,
        ),
    ] = False,
) -> None:
    """Take the options of ``jiqun`` itself; each acts before any command is looked for."""
