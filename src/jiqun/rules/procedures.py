"""How a programme decides: steps it has, days it gives, scores, ties, experts. Data, not code.

A procedure is wholly made from its content, so that a running call keeps the one it began with.
What a document does not say, or we have not seen, is None and listed as not configured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from jiqun.base.canonical import content_hash
from jiqun.base.language import Bilingual
from jiqun.rules.programmes import Programme
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.loading import workflow
from jiqun.workflow.panels.scores import Category

OPTIONS = ("site_check", "defence", "cultivation_tier", "prefecture_quota")
"""Steps only some programmes have; the tables of recognition name the same."""
ENDS = ("on_notice", "decided", "announced")
"""States of a call from which it may show what the panel said, in their order."""
PARTS = ("validity", "revocation", "change_report", "procedure")
"""What of a programme's life a running case keeps."""
TieKind = Literal["higher_score_in", "holds", "earlier_submission", "draw"]


@dataclass(frozen=True, slots=True)
class TieKey:
    """What decides between equal totals: of a category, of a named fact, of time, of the draw."""

    kind: TieKind
    of: str = ""


@dataclass(frozen=True, slots=True)
class AskedEvidence:
    """A heading of the evidence an application brings, and whether it needs a file."""

    id: str
    title: Bilingual
    required: bool


@dataclass(frozen=True)
class Procedure:
    """A programme's way to a decision, as a case keeps it.

    Parameters
    ----------
    programme
        The programme's id.
    content
        The parts of its life that decide a running case.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> ningbo = procedure_of(programme("ningbo/sme-cluster"))
    >>> ningbo.has("defence"), ningbo.has("cultivation_tier"), ningbo.validity_years
    (True, None, 2)
    >>> Procedure(ningbo.programme, ningbo.content).version == ningbo.version
    True
    """

    programme: str
    content: Mapping[str, Any]

    @cached_property
    def version(self) -> str:
        """The content's hash: equal for equal procedures."""
        return content_hash(self.content)

    @property
    def _said(self) -> Mapping[str, Any]:
        said: Mapping[str, Any] = self.content.get("procedure", {})
        return said

    def has(self, option: str) -> bool | None:
        """Tell whether it has a step that only some programmes have; None is not configured."""
        said: bool | None = self._said.get(option, {}).get("has")
        return said

    @property
    def validity_years(self) -> int | None:
        """How long a recognition lasts; None is not configured."""
        years: int | None = self.content.get("validity", {}).get("years")
        return years

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """The scheme of scores; empty where none is configured."""
        return tuple(
            Category(
                said["id"], Bilingual.of(said), Decimal(said["weight"]), Decimal(said["out_of"])
            )
            for said in self._said.get("scoring", {}).get("categories", ())
        )

    @cached_property
    def ties(self) -> tuple[TieKey, ...]:
        """What decides between equal totals, in order; empty where no rule is configured."""
        keys = self._said.get("ties", {}).get("order", ())
        return tuple(TieKey(*next(iter(key.items()))) for key in keys)

    @property
    def summary(self) -> Literal["mean", "median"] | None:
        """Whether the experts' mean or median makes the total; None is not configured."""
        said: Literal["mean", "median"] | None = self._said.get("scoring", {}).get("summary")
        return said

    @property
    def experts_per_application(self) -> int | None:
        """How many experts score each application; None is not configured."""
        return self._experts("per_application")

    @property
    def applications_per_expert(self) -> int | None:
        """How many applications an expert is given at most; None is not configured."""
        return self._experts("at_most")

    @property
    def fewer_experts_with_reason(self) -> bool:
        """Whether scores may be closed with fewer experts than it says, for a stated reason."""
        return bool(self._said.get("experts", {}).get("fewer_with_reason"))

    def shows_summaries(self, state: str) -> bool:
        """Tell whether applicants read the panel's summary in a state of their call.

        Examples
        --------
        >>> told = {"procedure": {"summaries": {"shown_from": "decided", "source": ["local"]}}}
        >>> [Procedure("p", told).shows_summaries(state) for state in ("on_notice", "announced")]
        [False, True]
        """
        since = self._said.get("summaries", {}).get("shown_from")
        return since in ENDS and state in ENDS[ENDS.index(since) :]

    @cached_property
    def evidence(self) -> tuple[AskedEvidence, ...]:
        """The headings of the evidence asked for, in order; empty where none is configured.

        Examples
        --------
        >>> plan = {"id": "plan", "zh": "规划", "en": "plan", "required": True}
        >>> said = {"procedure": {"evidence": {"headings": [plan], "source": ["local"]}}}
        >>> [(asked.id, asked.required) for asked in Procedure("p", said).evidence]
        [('plan', True)]
        """
        return tuple(
            AskedEvidence(said["id"], Bilingual.of(said), said["required"])
            for said in self._said.get("evidence", {}).get("headings", ())
        )

    @property
    def tier_needs(self) -> Decimal | None:
        """The total that the tier of cultivation needs, of 100; None is not configured."""
        said = self._said.get("cultivation_tier", {}).get("at_least")
        return None if said is None else Decimal(said)

    @property
    def real_name_objections(self) -> bool | None:
        """Whether objections need a real name; None is not configured."""
        said: bool | None = self._said.get("objections", {}).get("real_name")
        return said

    def _experts(self, key: str) -> int | None:
        count: int | None = self._said.get("experts", {}).get(key)
        return count

    def working_days(self, deadline: str, slot: str) -> int | None:
        """Return how long a slot has; None is not configured."""
        days: int | None = (
            self._said.get("deadlines", {}).get(deadline, {}).get("working_days", {}).get(slot)
        )
        return days

    def table(self, id: str) -> Workflow:  # noqa: A002  # the field's word
        """Return a table of ``catalog/workflows`` as this programme runs it.

        Examples
        --------
        >>> from jiqun.rules.loading import programme
        >>> gansu = procedure_of(programme("gansu/sme-cluster")).table("application")
        >>> sorted(gansu.chosen), gansu.deadlines["notice"].working_days["authority"]
        (['site_check'], 5)
        """
        deadlines = self._said.get("deadlines", {})
        days = {name: said["working_days"] for name, said in deadlines.items()}
        return workflow(id).configured([name for name in OPTIONS if self.has(name)], days)

    @property
    def not_configured(self) -> list[str]:
        """What nobody has entered yet, in the order a call needs it.

        Examples
        --------
        >>> from jiqun.rules.loading import programme
        >>> procedure_of(programme("national/sme-cluster")).not_configured[:2]
        ['defence', 'cultivation_tier']
        """
        missing = [name for name in OPTIONS if self.has(name) is None]
        known = {
            "scoring": self.categories,
            "summary": self.summary,
            "ties": self.ties,
            "experts_per_application": self.experts_per_application,
            "applications_per_expert": self.applications_per_expert,
            "notice": self.working_days("notice", "authority"),
            "evidence": self.evidence,
            "objections": self.real_name_objections is not None,
            "validity": self.validity_years,
        }
        return missing + [name for name, said in known.items() if not said]


def procedure_of(programme: Programme) -> Procedure:
    """Return a programme's procedure as the catalogue has it now."""
    kept = {part: programme.life[part] for part in PARTS if part in programme.life}
    return Procedure(programme.id, kept)
