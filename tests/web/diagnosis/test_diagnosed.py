"""An office's room of findings tells no less exactly than the public page of the same cluster."""

from pathlib import Path

import pytest

from jiqun.base.readers import PUBLIC, Reader, reader_named
from jiqun.diagnosis.diagnose import examined
from jiqun.disclosure import Edition
from jiqun.web.diagnosis.diagnosed import diagnosed
from jiqun.workspace import Workspace

YEAR = 2022


@pytest.mark.parametrize("reader", [reader_named(code) for code in ("330000", "330200", "440000")])
def test_a_demonstration_s_offices_read_what_its_public_page_shows(
    demonstration: Path, reader: Reader
) -> None:
    """It opens made-up clusters to everybody; its offices were told blocks and one decimal."""
    workspace = Workspace.open(demonstration)
    snapshot = workspace.latest()
    opened = Edition(snapshot, PUBLIC).fictional()
    _, public = examined(snapshot, PUBLIC, YEAR, opened=opened)
    room = diagnosed(workspace, reader, YEAR).found
    shown = {own.cluster: own for own in public if own.cluster in room}
    assert shown
    assert len(shown) < len(public), "clusters elsewhere are not this office's"
    for cluster, own in shown.items():
        told = {said.finding.id: said for said in room[cluster].findings}
        for said in own.findings:
            if said.verdict == "cannot_tell":  # of a list of firms, say, which the room knows
                continue
            here = told[said.finding.id]
            assert (here.severity, here.confidence) == (said.severity, said.confidence)
            assert here.evidence == said.evidence
        assert room[cluster].peers == own.peers
