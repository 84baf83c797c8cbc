"""Every line of every table of steps on one installation: recognition and slots under blows.

As many things as there are lines take each line once; one installation is made instead of ten.
"""

from benchmarks import (
    byproduct_steps,
    call_steps,
    carbon_steps,
    challenge_steps,
    closing_steps,
    cooperation_steps,
    deal_steps,
    draft_steps,
    evidence_steps,
    governance_steps,
    grant_steps,
    ladder_steps,
    list_steps,
    panel_steps,
    service_steps,
    slot_steps,
    solution_steps,
)
from benchmarks.steps import Step, Table

TABLES: tuple[type[Table], ...] = tuple(
    table
    for room in (
        draft_steps,
        evidence_steps,
        call_steps,
        list_steps,
        slot_steps,
        solution_steps,
        grant_steps,
        ladder_steps,
        carbon_steps,
        byproduct_steps,
        closing_steps,
        challenge_steps,
        deal_steps,
        panel_steps,
        cooperation_steps,
        governance_steps,
        service_steps,
    )
    for table in room.VERBS.values()
)
LINES: tuple[Step, ...] = tuple(step for table in TABLES for step in table.STEPS)


class EveryStep(draft_steps.DraftSteps):
    """The lines of all tables in turn, where counties can begin by a dossier."""

    STEPS = LINES


VERBS = {"every-step": EveryStep}
