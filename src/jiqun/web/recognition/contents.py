"""What a call says, in words for its page: quotas, criteria with their numbers, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.rules import programmes
from jiqun.rules.comparison import asks
from jiqun.rules.life import Quota
from jiqun.rules.procedure_words import procedure_in_words
from jiqun.rules.programmes import Criterion
from jiqun.rules.sentences import word
from jiqun.web.recognition.asked import Asked, asked_by
from jiqun.web.recognition.models import Call
from jiqun.web.recognition.quota_forms import titled_kinds


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion with what it asks on the call's last day; of a compound its parts do."""

    criterion: Criterion
    asks: Bilingual
    parts: "Sequence[Wanted]" = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """The criteria of one dimension."""

    title: Bilingual
    criteria: Sequence[Wanted]


@dataclass(frozen=True)
class Contents:
    """What a call says.

    Parameters
    ----------
    call
        The call, by the programme it began with.
    """

    call: Call

    @cached_property
    def quotas(self) -> list[tuple[Bilingual, Quota]]:
        """Who may name how many: every kind of recommender, then single places."""
        said = self.call.quotas
        kinds = [
            (title, Quota(said.get(kind), known=kind in said))
            for kind, title in titled_kinds(self.call.begun_with).items()
        ]
        single = [
            (place_name(code), Quota(limit, known=True))
            for code, limit in said.items()
            if code.isdigit()
        ]
        return kinds + single

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """The criteria, each with its number on the last day to apply."""
        rules = self.call.begun_with
        return [
            Dimension(
                word("dimensions", dimension), [self._wanted(criterion) for criterion in criteria]
            )
            for dimension, criteria in groupby(
                rules.criteria.values(), key=lambda criterion: criterion.dimension
            )
        ]

    def _wanted(self, criterion: Criterion) -> Wanted:
        parts = [self._wanted(part) for part in criterion.parts]
        return Wanted(criterion, asks(self.call.begun_with, criterion, self.call.due), parts)

    @property
    def count(self) -> int:
        """How many criteria there are."""
        return len(self.call.begun_with.criteria)

    @cached_property
    def asked(self) -> Asked:
        """What an application has to say: figures, statements, targets."""
        return asked_by(self.call.begun_with, self.call.due)

    @property
    def procedure(self) -> Bilingual:
        """How it is decided, and what of that nobody configured."""
        return procedure_in_words(self.call.way)

    @property
    def in_catalogue(self) -> bool:
        """Whether the programme has a page to read it on."""
        return self.call.programme in programmes()
