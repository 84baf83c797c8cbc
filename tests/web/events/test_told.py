"""The log in words: every deed the site records is told in both languages."""

import re
from pathlib import Path

import pytest
from tests.web.people import signed_in

import jiqun.web
from jiqun.base.readers import Office
from jiqun.web.events.told import VERBS, office_words, subject_words, verb_title
from jiqun.workflow.loading import workflows
from jiqun.workspace import Workspace

RECORDED = re.compile(r"""(?:\bDeed\(|_deed\(|_record\(request,)\s*"([a-z_]+)\"""")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def recorded() -> set[str]:
    """Return the verbs that stand as such in the site's own sources."""
    sources = Path(jiqun.web.__file__).parent.rglob("*.py")
    return {verb for file in sources for verb in RECORDED.findall(file.read_text("utf-8"))}


def test_every_deed_the_site_records_has_words_in_both_languages() -> None:
    steps = {verb for known in workflows().values() for verb in known.verbs}
    assert len(recorded()) > 20
    for verb in sorted(recorded() | steps | set(VERBS)):
        title = verb_title(verb)
        assert CHINESE.search(title.zh), verb
        assert not CHINESE.search(title.en), verb


def test_the_same_step_is_called_as_its_own_workflow_calls_it() -> None:
    assert verb_title("begin", "filing:one/2023").zh == "开始填写"
    assert verb_title("begin", "application:one/national/sme-cluster/2024").zh == "开始申报"


@pytest.mark.parametrize("office", [office for office in Office if office is not Office.PUBLIC])
def test_an_office_is_told_in_words(office: Office) -> None:
    assert CHINESE.search(office_words(str(office)).zh)


def test_what_is_not_known_stays_as_the_log_writes_it() -> None:
    assert verb_title("unheard_of").zh == "unheard_of"
    assert office_words("mayor:330106").zh == "mayor:330106"
    assert subject_words("thing:7", {}).zh == "thing:7"


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", ("授予身份", "系统管理员", "人员 audit", "本机命令行")),
        ("/en", ("gave an office", "system administrator", "person audit", "the command line")),
    ],
)
def test_the_page_tells_deeds_in_words_and_the_codes_beside_them(
    office: Workspace, prefix: str, said: tuple[str, ...]
) -> None:
    page = signed_in("audit").get(f"{prefix}/audit/?verb=appoint").content.decode()
    for words in (*said, '<small class="soft code">appoint</small>'):
        assert words in page, words
