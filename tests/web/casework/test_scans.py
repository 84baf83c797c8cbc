"""Files beside a case are judged in one walk, however they are made up."""

import zlib
from time import process_time

import pytest

from jiqun.base.errors import Where
from jiqun.web.casework.scans import problems_of_scan

HEAD = b"/ObjStm stream\n"


@pytest.mark.parametrize("part", [HEAD, b"/ObjStm", HEAD + zlib.compress(b"a page")])
def test_a_pdf_that_names_packed_objects_without_end_is_judged_at_once(part: bytes) -> None:
    begun = process_time()
    assert problems_of_scan(b"%PDF-1.7 " + part * (3_000_000 // len(part)), ".pdf", Where()) == []
    assert process_time() - begun < 8


def test_an_action_is_found_behind_many_packed_objects_and_before_a_broken_end() -> None:
    acts = zlib.compress(b"<</S/JavaScript>>" + bytes(20_000))
    for content in (HEAD * 9 + HEAD + acts, HEAD + acts[:-8] + b"\xff" * 8):
        (problem,) = problems_of_scan(b"%PDF-1.7 " + content, ".pdf", Where())
        assert problem.code == "filing.evidence_acts"
