"""A workflow as a picture: a Mermaid state diagram, drawn from the table itself."""

from collections.abc import Collection

from jiqun.base.language import Lang
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.soundness import reachable


def state_diagram(
    workflow: Workflow, slots: Collection[str], lang: Lang, without: Collection[str] = ()
) -> str:
    """Draw what may be done in a case that has these slots.

    Parameters
    ----------
    workflow
        The workflow.
    slots
        The filled slots.
    lang
        The language of the words.
    without
        Verbs to leave out: a picture of everything is read by nobody.

    Examples
    --------
    >>> from jiqun.workflow.loading import workflow
    >>> picture = state_diagram(workflow("filing"), {"county", "province", "installation"}, "en")
    >>> print(picture.splitlines()[0], "draft --> submitted : submit" in picture)
    stateDiagram-v2 True
    """
    steps = [step for step in workflow.table(slots).values() if step.verb not in without]
    seen = reachable(workflow.opening.target, steps)
    opening = workflow.verbs[workflow.opening.verb].in_(lang)
    lines = ["stateDiagram-v2"]
    lines += [
        f"  {state.id} : {state.title.in_(lang)}"
        for state in workflow.states.values()
        if state.id in seen
    ]
    lines.append(f"  [*] --> {workflow.opening.target} : {opening}")
    lines += [
        f"  {step.source} --> {step.target} : {workflow.verbs[step.verb].in_(lang)}"
        for step in steps
        if step.source in seen
    ]
    lines += [
        f"  {name} --> [*]"
        for name in workflow.states
        if name in seen and workflow.states[name].final
    ]
    return "\n".join(lines)
