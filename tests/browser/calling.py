"""An installation with a call's people, served on whatever day a file says it is.

Run as ``python -m tests.browser.calling FOLDER PORT``: two provinces, four counties, experts.
"""

import fcntl
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tests.made import filing, written

from jiqun.base.readers import Office
from jiqun.filings import import_files
from jiqun.web.opened import open_installation, set_up
from jiqun.workspace import Workspace

CLUSTERS = {"one": "330106", "two": "330110", "three": "330109", "four": "440605"}
"""Clusters with their counties: three of Zhejiang, one of Guangdong."""
OFFICES = {
    "nation": (Office.NATION, ""),
    "zhejiang": (Office.PROVINCE, "330000"),
    "guangdong": (Office.PROVINCE, "440000"),
    "hangzhou": (Office.PREFECTURE, "330100"),
    "foshan": (Office.PREFECTURE, "440600"),
    **{cluster: (Office.COUNTY, county) for cluster, county in CLUSTERS.items()},
    "maker": (Office.FIRM, "91330110MA28000011"),
    "software": (Office.FIRM, "91330106MA2800000X"),
    "labs": (Office.FIRM, "91410783MA28000027"),
    "agency": (Office.AGENCY, "one"),
    **dict.fromkeys(("zhao", "qian", "sun", "li"), (Office.EXPERT, "")),
}
"""Who signs in: a county is called as its cluster; a firm that needs and one that offers."""
PASSWORD = "correct-horse-battery"  # noqa: S105  # of made-up people
SCHEME = """\
entered: {by: 测试, date: "2026-02-01", document: 某通知（测试）}
life:
  procedure:
    scoring:
      categories:
        - {id: strength, zh: 核心竞争力, en: strength, weight: "60", out_of: "100"}
        - {id: innovation, zh: 创新能力, en: innovation, weight: "40", out_of: "10"}
      summary: mean
      source: [local]
    experts: {per_application: 2, at_most: 8, source: [local]}
"""


def make(folder: Path) -> None:
    """Bring the installation into a folder: made once where sites of a run share it, then copied.

    ``JIQUN_TEST_SITES`` names the folder they share.
    """
    kept = Path(os.environ.get("JIQUN_TEST_SITES") or folder)
    kept.mkdir(exist_ok=True)
    with (kept / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "w").is_dir():
            with tempfile.TemporaryDirectory(dir=kept) as making:
                _make(Path(making))
                (Path(making) / "w").rename(kept / "w")
    if kept != folder:
        copytree(kept / "w", folder / "w")
    set_up(folder / "w")


def _make(folder: Path) -> None:
    """Make the workspace, its own catalogue, and an account for everybody."""
    workspace = Workspace.create(folder / "w")
    filings = [filing(cluster, 2022, county) for cluster, county in CLUSTERS.items()]
    filings[0]["cluster"]["operator"] = "某集群促进中心"
    assert not [out for out in import_files(written(folder, *filings), workspace) if out.refused]
    own = workspace.folder / "catalog" / "rules" / "national"
    own.mkdir(parents=True)
    (own / "sme-cluster.yaml").write_text(SCHEME, encoding="utf-8")
    open_installation(workspace.folder)

    from django.db import connections

    from jiqun.web.accounts import people
    from jiqun.web.filing.accepting import INSTALLATION

    for login, (office, of) in OFFICES.items():
        people.appoint(people.add_person(login, PASSWORD, INSTALLATION), office, of, INSTALLATION)
    connections.close_all()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def serve(folder: Path, port: int) -> None:
    """Serve the workspace; it is the day that ``FOLDER/today`` says."""
    from jiqun.web.serving import prepare

    prepare(folder / "w", ())
    from django.utils import timezone

    real: Callable[..., date] = timezone.localdate

    def said(*moment: Any, **zone: Any) -> date:
        if moment or zone:
            return real(*moment, **zone)
        return date.fromisoformat((folder / "today").read_text().strip())

    timezone.localdate = said  # deadlines count from here
    from jiqun.web.wsgi import application

    make_server("127.0.0.1", port, application, _Server, _Quiet).serve_forever()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    serve(Path(sys.argv[1]), int(sys.argv[2]))
