"""Days for a calendar program: iCalendar (RFC 5545), as little of it as whole days need."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

LONGEST = 75
"""Octets of a line (3.1)."""


def calendar_of(days: Iterable[tuple[str, date, str]], name: str, now: datetime) -> bytes:
    r"""Return days as a calendar file.

    Parameters
    ----------
    days
        Each with an id that stays, the day, and what is due.
    name
        The calendar's.
    now
        When it is made.

    Examples
    --------
    >>> made = calendar_of([("1", date(2026, 6, 15), "申报截止")], "2026", datetime.now(UTC))
    >>> b"DTSTART;VALUE=DATE:20260615" in made, made.endswith(b"END:VCALENDAR\r\n")
    (True, True)
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jiqun//recognition//EN"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for uid, day, summary in days:
        lines += ["BEGIN:VEVENT", f"UID:{uid}@jiqun", f"DTSTAMP:{stamp}"]
        lines += [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"SUMMARY:{_escaped(summary)}", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


def _escaped(text: str) -> str:
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line in pieces of 75 octets; no character is cut."""
    pieces, piece = list[bytes](), b""
    for letter in line:
        said = letter.encode()
        if len(piece) + len(said) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += said
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
