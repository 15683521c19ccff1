"""All that a message about one event can name."""

from typing import Any

from contracts import plan as p
from contracts.envelope import Recorded
from contracts.regime import regime
from services.notifications.case import Case, Day
from services.notifications.rendering.of_mediations import OF_MEDIATIONS, of_mediation
from services.notifications.rendering.of_plans import OF_PLANS, of_agreement
from services.notifications.rendering.values import Values, Word

_SAID = {**OF_PLANS, **OF_MEDIATIONS}


def facts(case: Case, cause: Recorded[Any], day: Day | None) -> Values:
    """`case` is folded up to `cause`; `day` is the day that is reminded of, if it is a reminder."""
    found = _of_case(case, cause)
    if case.mediation:
        found |= of_mediation(case.mediation)
    item = _item(cause.event, day)
    if item:
        found |= of_agreement(case, item)
    said = _SAID.get(type(cause.event))
    return found | said(case, cause.event) if said and not day else found


def _of_case(case: Case, cause: Recorded[Any]) -> Values:
    metadata = cause.envelope.metadata
    law = regime(metadata.regime)
    offered = law.mediation.offered != "not_offered"
    return {
        "client": case.plan.client if case.plan else None,
        "plan": str(metadata.plan),
        "days_ahead": law.reminders.days_ahead,
        "mediation_hint": Word("hint.mediation") if offered else None,
        "copy": None,
    }


def _item(event: Any, day: Day | None) -> p.Item | None:
    """The agreement or appointment that it is about."""
    if day:
        return p.Item(kind="agreement", id=day.subject) if day.of != "mediation" else None
    if hasattr(event, "agreement"):
        return p.Item(kind="agreement", id=event.agreement)
    item: p.Item | None = getattr(event, "item", None)
    return item
