"""A filing that was accepted once, filed again as it was."""

from jiqun.filings.raw import RawCell, RawFile, RawFiling
from jiqun.workspace.documents import PERIODS, Submission


def refiled(submission: Submission, file: str, reason: str) -> RawFile:
    """Return an accepted filing as a file's filing is read.

    Parameters
    ----------
    submission
        As it was accepted.
    file
        Where it comes from, for messages.
    reason
        Why it is filed again.
    """
    document = submission.document
    cells = {
        part: {name: RawCell(said) for name, said in document[part].items()} for _, part in PERIODS
    }
    filing = RawFiling(
        file=file,
        cluster_id=submission.cluster_id,
        year=submission.year,
        profile=dict(document["cluster"]),
        values=cells["values"],
        previous=cells["previous"],
        form=document["form"],
        form_version=document["form_version"],
        notes={part: dict(notes) for part, notes in document.get("notes", {}).items()},
        reason=reason,
    )
    return RawFile(file, [filing])
