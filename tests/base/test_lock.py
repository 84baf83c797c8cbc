"""A folder's lock is free when its block ends, whoever was forked while it was held."""

import os
import signal
from pathlib import Path

import pytest

from jiqun.base.faults import Busy
from jiqun.base.lock import PATIENCE, Patience, locked


def test_a_process_forked_while_it_is_held_does_not_go_on_holding_it(tmp_path: Path) -> None:
    with locked(tmp_path):
        child = os.fork()
        if not child:
            signal.pause()  # as a server's worker: it has the handle and never closes it
            os._exit(0)
    before = PATIENCE.set(Patience(0.0))
    try:
        with locked(tmp_path):
            pass
    finally:
        PATIENCE.reset(before)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_another_waits_no_longer_than_it_may(tmp_path: Path) -> None:
    before = PATIENCE.set(Patience(0.0))
    try:
        with locked(tmp_path), pytest.raises(Busy), locked(tmp_path):
            pass
    finally:
        PATIENCE.reset(before)
