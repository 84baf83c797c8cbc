"""A cluster's check-up as it is published: what rests on candidates is for offices alone."""

from pathlib import Path
from shutil import copytree

import pytest
from tests.publications.conftest import source_of

from jiqun.base.readers import NATION, PUBLIC, Office, Reader, reader_named
from jiqun.diagnosis.findings import findings
from jiqun.discovery import kept
from jiqun.discovery.candidates import Candidate
from jiqun.publications.diagnosed import Diagnosed
from jiqun.publications.published import Published
from jiqun.workspace import Vintage

NOT_SPECIALISED = "lead_industry_not_specialised"
CLUSTER, COUNTY = "real-2", "330106"
AGENCY = Reader(Office.AGENCY, clusters=frozenset({CLUSTER}))
CLOTHES = Candidate(
    COUNTY, "1751", "服装", ("服装",), 40, 100, 5.0, 0.0, 0.0, 9.0, "enough", rank=1
)  # fmt: skip


@pytest.fixture
def held(
    released: tuple[Path, Vintage],
    tmp_path: Path,
    makings: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Path, Vintage]:
    """Return the released workspace with a register behind it, of one's own."""
    assert makings == []
    monkeypatch.setattr(kept, "_register", lambda _: "of the test")
    return copytree(released[0], tmp_path / "w"), released[1]


def checked(held: tuple[Path, Vintage], reader: Reader) -> Diagnosed:
    found = Published(source_of(held, reader)).diagnosed(CLUSTER)
    assert found is not None
    return found


def tells(held: tuple[Path, Vintage], reader: Reader) -> bool:
    return NOT_SPECIALISED in {said.id for said in checked(held, reader).found}


def test_what_rests_on_candidates_is_published_to_the_offices_of_the_place_alone(
    held: tuple[Path, Vintage],
) -> None:
    kept.keep(held[0], [CLOTHES])
    told = {
        name: tells(held, reader)
        for name, reader in {
            "nation": NATION,
            "province": reader_named("330000"),
            "county": reader_named(COUNTY),
            "another county": reader_named("330110"),
            "agency": AGENCY,
            "public": PUBLIC,
        }.items()
    }
    assert {name for name, shown in told.items() if shown} == {"nation", "province", "county"}


def test_where_no_run_is_kept_or_its_register_is_of_before_it_cannot_be_told(
    held: tuple[Path, Vintage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> bool:
        title = findings()[NOT_SPECIALISED].title.zh
        [said] = [text.zh for text in checked(held, NATION).basis if title in text.zh]
        return "未检验" in said

    assert unknown()
    kept.keep(held[0], [CLOTHES])
    assert tells(held, NATION)
    monkeypatch.setattr(kept, "_register", lambda _: "imported anew")
    assert not tells(held, NATION)
    assert unknown()


def test_a_new_run_makes_the_offices_check_up_anew_and_the_public_s_not(
    held: tuple[Path, Vintage],
) -> None:
    before = {reader: source_of(held, reader).folder for reader in (NATION, PUBLIC)}
    kept.keep(held[0], [CLOTHES])
    after = {reader: source_of(held, reader).folder for reader in (NATION, PUBLIC)}
    assert before[PUBLIC] == after[PUBLIC]
    assert before[NATION] != after[NATION]


def test_a_damaged_run_is_no_fault_of_the_check_up(held: tuple[Path, Vintage]) -> None:
    file = kept.keep(held[0], [CLOTHES])
    file.write_text("{", encoding="utf-8")
    assert not tells(held, NATION)
