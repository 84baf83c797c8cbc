"""Faults of the machine, not of the input and not ours: what happened, in a sentence."""

import errno

from jiqun.base.errors import Problem, Where

KINDS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EIO: "disk_fault",
    errno.ESHUTDOWN: "disk_fault",
    errno.ENXIO: "disk_fault",
    errno.EMFILE: "too_many_open",
    errno.ENFILE: "too_many_open",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ENOTDIR: "not_a_folder",
    errno.EISDIR: "is_a_folder",
    errno.EEXIST: "not_a_folder",
}
"""The message of ``catalog/messages/machine.yaml`` for each number of the operating system."""


class Busy(Exception):
    """Another command kept writing for longer than was waited. Exit code 1.

    Parameters
    ----------
    problem
        Which folder, and how long was waited.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.text("en"))


def machine_fault(fault: Exception) -> Problem | None:
    """Say what the machine refused, or None where the fault may be the program's.

    Parameters
    ----------
    fault
        As the operating system raised it, or the engine, which has errors of its own for it.

    Examples
    --------
    >>> machine_fault(OSError(errno.ENOSPC, "No space left on device", "w/a.json")).code
    'machine.disk_full'
    >>> machine_fault(OSError("no number")) is None
    True
    """
    if not isinstance(fault, OSError) and not type(fault).__module__.endswith("duckdb"):
        return None
    own = getattr(fault, "errno", None)
    number = own if own is not None else _number_in(str(fault))
    if number not in KINDS:
        return None
    name = getattr(fault, "filename2", None) or getattr(fault, "filename", None) or ""
    return Problem(f"machine.{KINDS[number]}", Where(file=str(name)))


def _number_in(text: str) -> int:
    """Find the number in the words of an engine, which keeps none of its own."""
    said = {
        "No space left": errno.ENOSPC,
        "File too large": errno.EFBIG,
        "Disk quota exceeded": errno.EDQUOT,
        "Read-only file system": errno.EROFS,
        "Permission denied": errno.EACCES,
        "Input/output error": errno.EIO,
    }
    return next((number for words, number in said.items() if words in text), 0)
