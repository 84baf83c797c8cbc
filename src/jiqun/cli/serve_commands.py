"""``jiqun serve``: the pages and the API of a workspace."""

from typing import Annotated

import typer

from jiqun.base.parts import need
from jiqun.cli import speech
from jiqun.cli.options import InWorkspace, example
from jiqun.cli.speech import say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "打开工作区的网页和接口（默认只在本机）。",
            "Serve a workspace's pages and API (on this machine only unless told otherwise).",
        ),
        epilog=example("jiqun serve -w demo --port 8000"),
    )(serve)


def serve(
    workspace: InWorkspace,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help=say("端口", "the port"))
    ] = 8000,
    address: Annotated[
        str, typer.Option("--address", help=say("监听的地址", "the address to listen on"))
    ] = "127.0.0.1",
    host: Annotated[
        list[str] | None,
        typer.Option(
            "--host",
            help=say("读者访问时用的域名，可多次给出", "a host name readers use; may be repeated"),
        ),
    ] = None,
) -> None:
    """Serve a workspace."""
    need("web")
    from jiqun.web.serving import serve as run

    where = f"http://{'localhost' if address == '0.0.0.0' else address}:{port}/"  # noqa: S104  # shown, not bound
    speech.tell(say(f"请打开 {where}（按 Ctrl+C 结束）", f"open {where} (Ctrl+C ends)"))
    run(workspace, address, port, tuple(host or ()))
