"""Keep a firm's readings for the firm alone: all of a file or nothing, and one event."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.grants import reading as files
from jiqun.exchange.grants.fields import Field, field_named, sharing
from jiqun.exchange.grants.values import Sums, Value, added, value_of
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import moment_said
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.grants.models import Reading

MOST_KEPT = 200_000
"""Readings of one firm: as many still add up in a moment when somebody reads."""
BATCH = 1000

Key = tuple[str, Any, str]


def keep_readings(content: bytes, file: str, doer: Doer, *, replace: bool = False) -> files.Read:
    """Keep what a file says, beside what is kept.

    Parameters
    ----------
    content, file
        The file and its name; the file itself is not kept.
    doer
        A firm.
    replace
        Whether readings of the same machine and time that say something else are replaced.

    Returns
    -------
    Read
        What was read, with what is to be said of it.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    code = firm_of(doer)
    found = files.read_readings(content, file, timezone.now())
    if errors_only(found.problems):
        raise Refused(found.problems)
    try:
        with transaction.atomic():
            new, replaced = _sorted_out(code, found.readings, Where(file=file), replace=replace)
            _write(code, new)
            said = {
                "readings": files.tally(new),
                "replaced": replaced,
            }
            # Sealed, for a file of one reading could be guessed from a hash that stands open.
            sealed = {"file": hashlib.sha256(content).hexdigest()}
            record(Deed("keep_readings", f"firm:{code}", doer.person, doer.office, said, sealed))
    except IntegrityError as fault:  # the constraint: another upload of the same readings
        raise Refused([Problem("grants.at_once", Where(file=file))]) from fault
    return found


def remove_readings(field: str, doer: Doer) -> int:
    """Remove a firm's readings of a field; return how many there were.

    Raises
    ------
    Refused
        Where there is no such field.
    """
    code = firm_of(doer)
    with transaction.atomic():
        gone, _ = Reading.objects.for_reader(doer.reader).filter(field=field).delete()
        if not gone:
            raise Refused([Problem("grants.no_such_field", Where(field="field"))])
        said = {"field": field, "removed": gone}
        record(Deed("remove_readings", f"firm:{code}", doer.person, doer.office, said))
    return gone


def months_of(code: str, field: Field, first_month: str = "") -> list[Sums]:
    """Return what a firm's readings of a field add up to, month by month.

    Parameters
    ----------
    code
        The firm; whoever calls has decided that its sums may be read.
    field
        Which field.
    first_month
        From which month on; empty: every one.
    """
    counted = {
        status: Count("pk", filter=Q(status=status))
        for status in (files.REPORTED, files.MISSING, files.NOT_APPLICABLE)
    }
    with seen_whole():
        rows = list(
            Reading.objects.filter(credit_code=code, field=field.id, month__gte=first_month)
            .values("month")
            .annotate(above=Sum("value"), below=Sum("base"), **counted)
            .order_by("month")
        )
    return [
        Sums(
            row["month"], int(row["above"] or 0), int(row["below"] or 0),
            row[files.REPORTED], row[files.MISSING], row[files.NOT_APPLICABLE],
        )
        for row in rows
    ]  # fmt: skip


def values_of(code: str, field: Field, first_month: str = "") -> list[Value]:
    """Return a firm's values of a field, month by month."""
    return [value_of(field, sums) for sums in months_of(code, field, first_month)]


def year_of(code: str, field: Field, year: int) -> tuple[Value, int]:
    """Return a firm's value of a year, and of how many of its months something is said."""
    months = [sums for sums in months_of(code, field, f"{year}-01") if sums.month[:4] == str(year)]
    said = sum(bool(sums.reported) for sums in months)
    return value_of(field, added(str(year), months)), said


def fields_kept(code: str) -> list[Field]:
    """Return the fields a firm has readings of, in the catalogue's order."""
    kept = set(Reading.objects.filter(credit_code=code).values_list("field", flat=True).distinct())
    known = [field for field in sharing().fields.values() if field.id in kept]
    return [*known, *(field_named(name) for name in sorted(kept - {*sharing().fields}))]


def months_kept(code: str) -> list[str]:
    """Return the months a firm has readings of that say something: for the firm itself alone."""
    rows = Reading.objects.filter(credit_code=code, status=files.REPORTED)
    return sorted(set(rows.values_list("month", flat=True)))


def firm_of(doer: Doer) -> str:
    """Return a firm's credit code.

    Raises
    ------
    Refused
        Where it is none.
    """
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("exchange.firms_only")])
    return code


def _sorted_out(
    code: str, readings: Sequence[files.Reading], place: Where, *, replace: bool
) -> tuple[list[files.Reading], int]:
    """Return which readings are new, and take away those they replace."""
    kept = _kept(code, readings)
    new = [reading for reading in readings if _key(reading) not in kept]
    other = [
        reading
        for reading in readings
        if kept.get(_key(reading), (None, _said(reading)))[1] != _said(reading)
    ]
    if other and not replace:
        details = {
            "count": len(other), "machine": other[0].machine, "at": moment_said(other[0].at),
        }  # fmt: skip
        raise Refused([Problem("grants.kept_otherwise", place, details)])
    if Reading.objects.filter(credit_code=code).count() + len(new) > MOST_KEPT:
        raise Refused([Problem("grants.too_many_kept", place, {"most": str(MOST_KEPT)})])
    gone = [kept[_key(reading)][0] for reading in other]
    for start in range(0, len(gone), BATCH):
        Reading.objects.filter(credit_code=code, pk__in=gone[start : start + BATCH]).delete()
    return [*new, *other], len(other)


def _kept(
    code: str, readings: Iterable[files.Reading]
) -> Mapping[Key, tuple[int, tuple[Any, ...]]]:
    """Return what is kept of the fields and times of a file, with the rows' keys."""
    listed = list(readings)
    times = [reading.at for reading in listed]
    rows = Reading.objects.filter(
        credit_code=code,
        field__in={reading.field for reading in listed},
        at__gte=min(times),
        at__lte=max(times),
    )
    columns = ("pk", "machine", "at", "field", "status", "value", "base")
    return {
        (machine, at, field): (key, (status, value, base))
        for key, machine, at, field, status, value, base in rows.values_list(*columns)
    }


def _key(reading: files.Reading) -> Key:
    return reading.machine, reading.at, reading.field


def _said(reading: files.Reading) -> tuple[Any, ...]:
    return reading.status, reading.value, reading.base


def _write(code: str, readings: Iterable[files.Reading]) -> None:
    rows = (
        Reading(
            credit_code=code, field=reading.field, machine=reading.machine, at=reading.at,
            month=reading.month, status=reading.status, value=reading.value, base=reading.base,
        )
        for reading in readings
    )  # fmt: skip
    Reading.objects.bulk_create(rows, batch_size=BATCH)
