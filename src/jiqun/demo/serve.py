"""Serve a folder of finished pages to this machine only."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Refused, Where

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "img-src 'self'; font-src data:"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class _Pages(SimpleHTTPRequestHandler):
    """Files of one folder, with headers that let a page load nothing from elsewhere."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path.split("?")[0] == "/healthz":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"ok\n")
            return
        super().do_GET()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002  # no folder is ever listed
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
        """Keep quiet: the demonstration's reader needs no log."""


def serve(folder: Path, address: str, port: int) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    folder
        Holds index.html.
    address, port
        Where to listen.

    Raises
    ------
    Refused
        Where the port is taken.
    """
    handler = partial(_Pages, directory=str(folder))
    try:
        server = ThreadingHTTPServer((address, port), handler)
    except OSError:
        details = {"port": str(port)}
        raise Refused([Problem("demo.port_taken", Where(), details)]) from None
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
