"""Files that go with a proposal: their ciphertext is kept, opened with the proposal, or dropped.

What is enclosed is checked once it can be read, as evidence is when it comes in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.exchange.challenges.enclosing import (
    FilesKey,
    is_padded,
    read_files_key,
    unpacked_files,
)
from jiqun.web.casework.contents import (
    content_of,
    contents_held,
    drop_content,
    judged,
    keep_content,
)
from jiqun.web.casework.scans import ending_of
from jiqun.web.casework.uploads import cleaned_name
from jiqun.web.challenges.models import Challenge, Enclosure, Proposal, SealedFile

NOT_SEALED = Problem("challenges.not_sealed", Where(field="enclosed"))
ENCLOSED = "enclosed"
"""How a ciphertext is called, for messages."""


@contextmanager
def contents_going() -> Iterator[list[str]]:
    """Hold contents in a transaction; those whose hash is listed go once it is committed."""
    with contents_held():
        gone: list[str] = []
        with transaction.atomic():
            yield gone
        for sha256 in gone:
            drop_content(sha256)


def read_sealed(file: UploadedFile | None) -> bytes:
    """Return the ciphertext of a proposal's files; nothing where none go with it.

    Raises
    ------
    Refused
        Where it is not of a length that files are padded to, or is a file as it is.
    """
    if file is None:
        return b""
    if not is_padded(file.size or 0):
        raise Refused([NOT_SEALED])
    content: bytes = file.read()
    if ending_of(content):
        raise Refused([NOT_SEALED])
    return content


def put_beside(proposal: Proposal, content: bytes, gone: list[str]) -> dict[str, object]:
    """Keep a ciphertext beside a proposal in the place of what was there; return what is told."""
    drop_enclosed([proposal], gone)
    if not content:
        return {}
    sha256 = keep_content(content)
    SealedFile.objects.create(proposal=proposal, sha256=sha256, size=len(content))
    return {"files": {"sha256": sha256, "size": len(content)}}


def drop_enclosed(proposals: Iterable[Proposal], gone: list[str]) -> None:
    """Remove whatever goes with some proposals, sealed or opened; list the contents that go."""
    of = list(proposals)
    for model in (SealedFile, Enclosure):
        rows = model._default_manager.filter(proposal__in=of)
        gone += rows.values_list("sha256", flat=True)
        rows.delete()


def open_enclosed(row: Challenge, proposal: Proposal, gone: list[str]) -> None:
    """Open the files of a proposal that was opened, with the key that stands in it.

    Each is checked as evidence is; one that is not kept is named, with why.
    """
    sealed = SealedFile.objects.filter(proposal=proposal).first()
    said = proposal.said
    if sealed is None or said is None:
        return
    found = _unsealed(row, proposal, sealed, read_files_key(said.enclosed))
    sealed.delete()
    gone.append(sealed.sha256)
    if found is None:
        proposal.refused = [["challenges.files_unreadable", "", {}]]
        return
    proposal.refused = []
    for name, content in found:
        kept, faults = judged(cleaned_name(name), content)
        if not content:
            faults = [Problem("filings.empty_file")]
        if faults:
            proposal.refused += [[fault.code, kept, dict(fault.details)] for fault in faults]
            continue
        Enclosure.objects.create(
            proposal=proposal, name=kept, size=len(content), sha256=keep_content(content)
        )


def bound_to(row: Challenge, solver: str) -> bytes:
    """Return what a ciphertext of files is for: it opens for nothing else."""
    return f"jiqun-challenge-files/1|{row.pk}|{solver}|{row.key}".encode()


def _unsealed(
    row: Challenge, proposal: Proposal, sealed: SealedFile, key: FilesKey | None
) -> list[tuple[str, bytes]] | None:
    """Return the files inside a ciphertext; None where the key does not open it."""
    if key is None or key.sha256 != sealed.sha256:
        return None
    try:
        content = content_of(sealed.sha256, ENCLOSED)
        whole = AESGCM(key.key).decrypt(key.iv, content, bound_to(row, proposal.solver))
    except (Refused, InvalidTag):
        return None
    return unpacked_files(whole)
