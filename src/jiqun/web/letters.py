"""Mail, where the installation has a server for it: plain, in both languages, without figures."""

from collections.abc import Iterable, Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from jiqun.base.errors import Problem
from jiqun.base.language import Lang

BOTH: tuple[Lang, Lang] = ("zh", "en")
RULE = "—" * 20


def configured() -> bool:
    """Tell whether mail is sent at all: a server, a sender and the site's address are known."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL and settings.SITE_URL)


def send(address: str, head: Problem, lines: Sequence[Problem] = ()) -> bool:
    """Send a letter, and tell whether the server took it.

    Parameters
    ----------
    address
        To whom.
    head
        What it is about, the subject too, and what to do.
    lines
        What there is, one by one.
    """
    parts = (_said(head, lines, lang) for lang in BOTH)
    body = f"\n\n{RULE}\n\n".join(parts) + "\n"
    subject = " / ".join(head.what(lang) for lang in BOTH)
    try:
        return bool(EmailMessage(subject, body, to=[address]).send())
    except (SMTPException, OSError):
        return False


def address_of(path: str) -> str:
    """Return the whole address of a page, as readers reach it."""
    return f"{settings.SITE_URL}{path}"


def _said(head: Problem, lines: Iterable[Problem], lang: Lang) -> str:
    listed = "".join(f"- {line.what(lang)} {line.todo(lang)}\n" for line in lines)
    return "\n\n".join(filter(None, (head.what(lang), listed.strip(), head.todo(lang))))
