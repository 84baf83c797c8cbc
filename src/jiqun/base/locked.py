"""Workbooks locked with a password: told by their bytes, before a reader calls them damaged."""

import struct

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a compound file begins with: XLS, WPS's ET, and any workbook that is locked."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream a locked XLSX is kept in."""
_GLOBALS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
"""How the records of a workbook begin in BIFF8 and BIFF5 ([MS-XLS] 2.4.21)."""
_FILEPASS, _END, _MOST_BEFORE = 0x2F, 0x0A, 20


def is_locked(content: bytes) -> bool:
    r"""Whether a compound file holds a workbook nobody can read without its password.

    Parameters
    ----------
    content
        The file, from its first byte.

    Examples
    --------
    >>> bof = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    >>> is_locked(OLE + bof + b"\x2f\x00\x02\x00\x01\x00"), is_locked(OLE + bof)
    (True, False)
    """
    if not content.startswith(OLE):
        return False
    return ENCRYPTED in content or any(_has_filepass(content, begin) for begin in _GLOBALS)


def _has_filepass(content: bytes, begin: bytes) -> bool:
    """Whether one of the first records says that those after it are encrypted."""
    at = content.find(begin)
    for _ in range(_MOST_BEFORE):
        if at < 0 or at + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<2H", content, at)
        if kind in (_FILEPASS, _END):
            return bool(kind == _FILEPASS)
        at += 4 + int(length)
    return False
