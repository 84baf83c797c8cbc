"""Somebody is gone for good: what says who they were is erased, what they did stays."""

from collections.abc import Iterator

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts import second
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.sessions import end_all
from jiqun.web.casework.files import KeptFile
from jiqun.web.challenges.models import Judgement
from jiqun.web.events import chain
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.models import Remark
from jiqun.web.panels.models import Judge
from jiqun.web.recognition.models import Opinion


def erase(person: Person, doer: Doer) -> int:
    """Erase a closed account's personal data; its opaque id stays in the log, and the chain holds.

    Names, login, e-mail, password, second factors, sessions and locks go, and with them every text
    that the log keeps beside the chain of what the person did, or of the account itself. What was
    filed, asked and decided is the office's and stays, without the person's name.

    Returns
    -------
    int
        How many texts of the log are gone.

    Raises
    ------
    Refused
        Where the account is open.
    """
    if person.is_active:
        raise Refused([Problem("accounts.still_open", details={"login": person.login})])
    uid, login = str(person.uid), person.login
    with transaction.atomic():
        person.memberships.standing().update(until=timezone.now())
        end_all(person)
        second.forget(person)
        person.tokens.update(name="")
        for table in (AccessAttempt, AccessFailureLog, AccessLog):
            table.objects.filter(username=login).delete()
        Remark.objects.filter(person=uid).update(name="")
        for files in _kept_files():
            files._default_manager.filter(person=uid).update(by_name="")
        Opinion.objects.filter(expert=uid).update(remark="")
        Judgement.objects.filter(expert=uid).update(remarks={})
        Judge.objects.filter(expert=uid).update(name="", firms=[], employers=[], holds_as=[])
        person.login, person.name, person.email = f"erased-{person.pk}", "", ""
        person.set_unusable_password()
        person.save()
        gone = chain.erase(uid)
        record(Deed(chain.ERASE, f"person:{uid}", doer.person, doer.office, {"texts": gone}))
    return gone


def _kept_files() -> Iterator[type[KeptFile]]:
    """Yield every kind of file that says who added it, of whatever room."""
    for model in apps.get_models():
        if issubclass(model, KeptFile):
            yield model
