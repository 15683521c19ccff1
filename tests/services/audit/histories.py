"""Any plan's history: whatever is said, in whichever order, with texts sealed anew each time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st

from contracts import examples
from contracts import plan as p
from contracts.envelope import Actor, Envelope, Metadata, Recorded, event_id
from contracts.model import Event
from contracts.plan_document import PlanDocument, apply
from contracts.sealed import Ciphertext
from tests.services.audit.world import DIGEST, MORNING

PLAN = examples.PLAN
AGREEMENTS = [uuid5(PLAN, str(n)) for n in range(3)]
TEXTS = ("write applications", "visit the course", "bring the certificate")
_COUNSELLOR = Actor(sub="staff-1", role="counsellor", organisation="jc-duesseldorf")


class Sealer:
    """Seals so that the same words never look the same twice, and opens what it sealed."""

    def __init__(self) -> None:
        self._texts: dict[Ciphertext, str] = {}

    def seal(self, text: str) -> Ciphertext:
        sealed = Ciphertext(f"eyJ{len(self._texts)}..n.c.t")
        self._texts[sealed] = text
        return sealed

    def open(self, sealed: Ciphertext) -> str:
        return self._texts[sealed]


Move = Callable[[PlanDocument, Sequence[Recorded[Any]], Sealer], list[Event]]
_texts = st.sampled_from(TEXTS)
_agreements = st.sampled_from(AGREEMENTS)
_dues = st.dates(date(2026, 4, 1), date(2026, 4, 5))


def _drafts(id: UUID, text: str, due: date | None) -> Move:
    def move(plan: PlanDocument, _: Sequence[Recorded[Any]], sealer: Sealer) -> list[Event]:
        content = plan.draft.content if plan.draft else plan.in_force
        known = content is not None and any(one.agreement == id for one in content.agreements)
        terms = p.AgreementTerms(
            agreement=id, party="client", kind="own_effort", what=sealer.seal(text), due=due
        )
        return [p.AgreementRedrafted(terms=terms) if known else p.AgreementDrafted(terms=terms)]

    return move


def _agrees(plan: PlanDocument, _: Sequence[Recorded[Any]], sealer: Sealer) -> list[Event]:
    """The draft as it stands, whole; nothing where there is none."""
    content = plan.draft.content if plan.draft else None
    if content is None or content.goal is None or plan.draft is None:
        return []
    version = len(plan.versions) + 1
    said = [
        p.AgreementTerms(
            agreement=one.agreement,
            party=one.party,
            kind=one.kind,
            what=one.what,
            due=one.due,
            proof=one.proof,
        )
        for one in content.agreements
    ]
    acceptance = p.Acceptance(party="client", actor=_COUNSELLOR, time=MORNING, channel="portal")
    agreed = p.PlanAgreed(
        version=version,
        digest=DIGEST,
        occupational_goal=content.goal.occupational_goal,
        interim_goal=content.goal.interim_goal,
        agreements=tuple(said),
        remarks=tuple(one.text for one in content.remarks),
        acceptances=(acceptance, acceptance.model_copy(update={"party": "jobcenter"})),
        review_due=date(2026, 9, 2),
    )
    return [p.DraftOffered(version=version, digest=DIGEST), agreed]


def _disputes(index: int) -> Move:
    def move(_: PlanDocument, events: Sequence[Recorded[Any]], sealer: Sealer) -> list[Event]:
        fact = events[index % len(events)].envelope.id
        return [p.FactDisputed(fact=fact, party="client", text=sealer.seal("not so"))]

    return move


def _in_revision(cause: Any) -> Move:
    def move(plan: PlanDocument, _: Sequence[Recorded[Any]], __: Sealer) -> list[Event]:
        if not plan.versions or plan.draft:
            return []
        return [p.RevisionStarted(cause=cause, from_version=len(plan.versions))]

    return move


def _gives_up(plan: PlanDocument, _: Sequence[Recorded[Any]], __: Sealer) -> list[Event]:
    if plan.draft is None or not plan.versions:
        return []
    return [p.RevisionDropped(from_version=len(plan.versions))]


def _says(make: Callable[[Sealer], Event]) -> Move:
    return lambda _, __, sealer: [make(sealer)]


def _drops(id: UUID) -> Move:
    def move(plan: PlanDocument, _: Sequence[Recorded[Any]], __: Sealer) -> list[Event]:
        return [p.AgreementDropped(agreement=id)] if plan.draft else []

    return move


_moves: st.SearchStrategy[Move] = st.one_of(
    st.builds(_drafts, _agreements, _texts, st.none() | _dues),
    st.builds(_drops, _agreements),
    _texts.map(lambda text: _says(lambda s: p.GoalSet(occupational_goal=s.seal(text)))),
    _texts.map(lambda text: _says(lambda s: p.RemarkAdded(text=s.seal(text)))),
    st.just(_agrees),
    st.sampled_from(["review", "difficulty", "changed_circumstances"]).map(_in_revision),
    st.just(_gives_up),
    st.integers(0, 40).map(_disputes),
    _agreements.map(lambda id: _says(lambda _: p.AgreementKept(agreement=id))),
    _agreements.map(
        lambda id: _says(
            lambda s: p.AgreementMissed(
                agreement=id, party="client", observed_on=date(2026, 5, 4), facts=s.seal("absent")
            )
        )
    ),
    st.builds(
        lambda id, text: _says(
            lambda s: p.DifficultyReported(item=p.Item(kind="agreement", id=id), text=s.seal(text))
        ),
        _agreements,
        _texts,
    ),
)


def _recorded(event: Event, revision: int) -> Recorded[Any]:
    """Positions have gaps: other plans are in the store, too."""
    command = uuid5(PLAN, f"command {revision}")
    metadata = Metadata(
        time=MORNING + timedelta(hours=revision),
        actor=_COUNSELLOR,
        correlation=command,
        causation=command,
        regime="sgb2-2023",
        plan=PLAN,
    )
    envelope = Envelope(
        id=event_id(command, 0),
        type=event.type,
        stream=f"plan-{PLAN}",
        revision=revision,
        position=3 * revision + 2,
        metadata=metadata,
    )
    return Recorded(envelope, event)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Recorded[Any]], Sealer]:
    """The events of one plan, and who can open its texts."""
    sealer = Sealer()
    events = [_recorded(examples.EXAMPLES["PlanOpened.v1"], 0)]
    document = apply(None, events[0])
    goal = p.GoalSet(occupational_goal=sealer.seal("cook"))
    moves = [_says(lambda _: goal), *draw(st.lists(_moves, max_size=25))]
    for move in moves:
        for event in move(document, events, sealer):
            events.append(_recorded(event, len(events)))
            document = apply(document, events[-1])
    return events, sealer


def moments(events: Sequence[Recorded[Any]]) -> st.SearchStrategy[datetime]:
    last = events[-1].envelope.metadata.time
    return st.datetimes(
        MORNING.replace(tzinfo=None), last.replace(tzinfo=None) + timedelta(hours=1)
    ).map(lambda naive: naive.replace(tzinfo=MORNING.tzinfo))


def with_time(recorded: Recorded[Any], time: datetime) -> Recorded[Any]:
    metadata = recorded.envelope.metadata.model_copy(update={"time": time})
    return Recorded(recorded.envelope._replace(metadata=metadata), recorded.event)


def versions(events: Sequence[Recorded[Any]]) -> Iterator[int]:
    return (one.event.version for one in events if isinstance(one.event, p.PlanAgreed))
