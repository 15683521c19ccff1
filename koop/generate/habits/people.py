"""A client comes, is handed over, is represented, goes."""

from collections.abc import Mapping

from contracts import plan as said
from contracts.envelope import Actor, Envelope
from contracts.model import Contract
from koop.generate.habits.appointments import next_talk
from koop.generate.habits.drafting import first_draft
from koop.generate.life import A_DAY, Habit, Life
from koop.generate.matter import milliseconds
from services.plan.domain import commands as c

HANDED_OVER_EVERY, VOICE_EVERY = 3 * 365, 2 * 365
"""Days, on average."""

REPRESENTED = 0.03
_REASONS = ("work_found", "work_found", "benefits_ended", "moved_away", "other", "died")


def begin(life: Life) -> None:
    life.later("counsellor", 0, lambda: c.OpenPlan(client=life.member.client))


def _opened(life: Life, _: said.PlanOpened, __: Envelope) -> None:
    life.soon("client", lambda: _voice(life))
    first_draft(life)
    next_talk(life)
    _handed_over_some_day(life)
    if life.maybe(REPRESENTED):
        life.later("counsellor", life.between(3, 40), lambda: _represent(life))
    days = (milliseconds(life.member.end) - life.matter.now) / A_DAY
    life.later("counsellor", days, lambda: _close(life))


def _handed_over_some_day(life: Life) -> None:
    days = life.random.expovariate(1 / HANDED_OVER_EVERY) + 20
    life.later("counsellor", days, lambda: _hand_over(life))


def _hand_over(life: Life) -> Contract:
    _handed_over_some_day(life)
    return c.AssignCounsellor(counsellor=life.somebody().sub)


def _handed_over(life: Life, event: said.CounsellorAssigned, _: Envelope) -> None:
    life.counsellor = life.counsellor.model_copy(update={"sub": event.counsellor})


def _voice(life: Life) -> Contract:
    days = life.random.expovariate(1 / VOICE_EVERY) + 30
    life.later("client", days, lambda: _voice(life))
    kind = life.random.choice(("wish", "idea", "concern"))
    return c.RecordClientVoice(kind=kind, text=life.writes("voice"))


def _represent(life: Life) -> Contract:
    person = f"person-{life.member.number:07}"
    basis = life.random.choice(("guardian", "parent", "power_of_attorney"))
    return c.AppointRepresentative(person=person, basis=basis)


def _represented(life: Life, event: said.RepresentativeAppointed, _: Envelope) -> None:
    person, client = event.person, life.member.client
    life.representative = Actor(
        sub=person, role="client", organisation=life.counsellor.organisation, on_behalf_of=client
    )
    if life.maybe(0.4):
        days = life.between(100, 900)
        life.later("counsellor", days, lambda: c.EndRepresentation(person=person))


def _on_their_own(life: Life, _: said.RepresentationEnded, __: Envelope) -> None:
    life.representative = None


def _close(life: Life) -> Contract:
    return c.ClosePlan(reason=life.random.choice(_REASONS))


HABITS: Mapping[type, Habit] = {
    said.PlanOpened: _opened,
    said.CounsellorAssigned: _handed_over,
    said.RepresentativeAppointed: _represented,
    said.RepresentationEnded: _on_their_own,
}
