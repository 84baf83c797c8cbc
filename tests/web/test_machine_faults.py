"""A disk that is full or fails, a database that is gone: told in a sentence, never by a trace."""

import errno
import json
import os

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

FULL, FAILED, OURS = "磁盘已满", "磁盘或数据库读写出错", "程序出错"


def raising(fault: Exception) -> object:
    def view(*_: object, **__: object) -> None:
        raise fault

    return view


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/srv/w/a"), 503, FULL),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT), "/srv/w/a"), 503, FULL),
        (OSError(errno.EIO, os.strerror(errno.EIO), "/srv/w/a"), 503, FAILED),
        (OSError(errno.EROFS, os.strerror(errno.EROFS), "/srv/w/a"), 503, FAILED),
        (OperationalError("database or disk is full"), 503, FULL),
        (OperationalError("disk I/O error"), 503, FAILED),
        (OperationalError("connection to server at /srv/x failed"), 503, FAILED),
        (IntegrityError("UNIQUE constraint failed: secret.table"), 500, OURS),
        (ValueError("/srv/w/secret"), 500, OURS),
    ],
)
@pytest.mark.parametrize("path", ["/about/", "/api/v1/vintages"])
def test_a_fault_of_the_machine_is_said_to_be_one_and_shows_nothing_of_it(
    bare: Client,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    fault: Exception,
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr("jiqun.web.admission.import_string", raising(fault))
    client = Client(raise_request_exception=False)
    answer = client.get(path)
    text = answer.content.decode()
    words = json.dumps(answer.json(), ensure_ascii=False) if path.startswith("/api/") else text
    assert answer.status_code == status
    assert said in words
    for hidden in ("/srv", "Traceback", "UNIQUE", "secret"):
        assert hidden not in text
