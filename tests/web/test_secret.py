"""The installation's key is made once and kept for its owner alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jiqun.web.secret import NAME, secret_key
from jiqun.workspace.private import SECRETS, leaves

ASK = """
import pathlib, sys
from jiqun.web.secret import secret_key
print(secret_key(pathlib.Path(sys.argv[1])))
"""
SAY = "import jiqun.web, django.conf; print(django.conf.settings.SECRET_KEY)"


def test_two_runs_share_the_key(tmp_path: Path) -> None:
    assert secret_key(tmp_path) == secret_key(tmp_path)


def test_processes_that_race_make_one_key(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", ASK, str(tmp_path)]
    asking = [subprocess.Popen(asked, stdout=subprocess.PIPE) for _ in range(6)]  # noqa: S603  # our own program
    assert len({process.communicate()[0] for process in asking}) == 1
    assert sorted(path.name for path in (tmp_path / SECRETS).iterdir()) == [".gitignore", NAME]


def test_only_the_owner_reads_the_key(tmp_path: Path) -> None:
    secret_key(tmp_path)
    path = tmp_path / SECRETS / NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    secret_key(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_git_and_backups_leave_the_key_where_it_is(tmp_path: Path) -> None:
    secret_key(tmp_path)
    assert (tmp_path / SECRETS / ".gitignore").read_text() == "*\n"
    assert not leaves(tmp_path / SECRETS / NAME, tmp_path)


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / SECRETS).mkdir()
    (tmp_path / SECRETS / NAME).write_text("")
    with pytest.raises(OSError, match="is no key"):
        secret_key(tmp_path)


@pytest.mark.parametrize("given", ["", "k" * 50])
def test_the_environment_s_key_goes_before_the_workspace_s(tmp_path: Path, given: str) -> None:
    environment = {**os.environ, "JIQUN_WORKSPACE": str(tmp_path), "JIQUN_SECRET_KEY": given}
    asked = [sys.executable, "-c", SAY]
    said = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert said.stdout.strip() == (given or secret_key(tmp_path))
