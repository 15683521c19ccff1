"""How a mediation reads after each of its events."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from contracts import mediation as m
from contracts.catalogue import MEDIATION
from contracts.envelope import Envelope, Recorded
from contracts.mediation import Requester
from contracts.plan import ConsentingParty
from kernel.codec import Codec
from kernel.event_store import EventStore
from kernel.folding import Folded, StreamFold
from services.mediation.read_models.document import (
    Answer,
    MediationDocument,
    SolutionView,
    Standing,
    TalkView,
    Term,
)

Document = MediationDocument | None


class Documents:
    """Documents, kept folded while they are in use: always the newest."""

    def __init__(self, store: EventStore) -> None:
        self._fold: StreamFold[Document] = StreamFold(store, Codec(MEDIATION), None, evolve)

    async def of(self, mediation: UUID) -> Folded[Document]:
        return await self._fold.load(f"mediation-{mediation}")


def evolve(state: Document, recorded: Recorded[Any]) -> Document:
    event, envelope = recorded.event, recorded.envelope
    if isinstance(event, m.MediationRequested):
        return _begun(event, envelope)
    change = _CHANGES.get(type(event))
    if state is None or change is None:
        return state
    return state.model_copy(update=change(state, event, envelope))


def _begun(event: m.MediationRequested, envelope: Envelope) -> MediationDocument:
    asking: Mapping[Requester, tuple[ConsentingParty, ...]] = {
        "client": ("client",),
        "counsellor": ("jobcenter",),
        "both": ("client", "jobcenter"),
    }
    term = {name: getattr(event, name) for name in Term.model_fields if name != "regime"}
    return MediationDocument(
        mediation=UUID(envelope.stream.partition("-")[2]),
        plan=event.plan,
        client=event.client,
        jobcenter=event.jobcenter,
        requested_by=event.requested_by,
        asking=asking[event.requested_by],
        subject=event.subject,
        term=Term(**term, regime=envelope.metadata.regime),
    )


Changes = dict[str, Any]


def _joined(state: MediationDocument, event: m.MediationJoined, _: Envelope) -> Changes:
    return {"asking": (*state.asking, event.party)}


def _withdrew(state: MediationDocument, event: m.MediationWithdrawn, at: Envelope) -> Changes:
    asking = tuple(party for party in state.asking if party != event.by)
    ended = {"status": "withdrawn", "ended_at": at.metadata.time} if event.ends else {}
    return {"asking": asking, **ended}


def _appointed(_: MediationDocument, event: m.MediatorAppointed, __: Envelope) -> Changes:
    return {"mediator": event.mediator}


def _recused(state: MediationDocument, event: m.MediatorRecused, _: Envelope) -> Changes:
    if event.cause != "involved":
        return {"mediator": None}
    return {"mediator": None, "solutions": _standing(state, "void")}


def _scheduled(state: MediationDocument, event: m.TalkScheduled, _: Envelope) -> Changes:
    return {"talks": (*state.talks, TalkView(talk=event.talk, at=event.at, mode=event.mode))}


def _held(state: MediationDocument, event: m.TalkHeld, _: Envelope) -> Changes:
    held = {"present": event.present}
    return {
        "talks": tuple(
            talk.model_copy(update=held) if talk.talk == event.talk else talk
            for talk in state.talks
        )
    }


def _proposed(state: MediationDocument, event: m.SolutionProposed, at: Envelope) -> Changes:
    solution = SolutionView(
        solution=event.solution,
        digest=event.digest,
        text=event.text,
        agreements=event.agreements,
        proposed_by=at.metadata.actor.sub,
        proposed_at=at.metadata.time,
    )
    return {"solutions": (*_standing(state, "replaced"), solution)}


def _accepted(state: MediationDocument, event: m.SolutionAccepted, at: Envelope) -> Changes:
    answer = Answer(
        party=event.party,
        answer="accepted",
        channel=event.channel,
        by=at.metadata.actor.sub,
        at=at.metadata.time,
    )
    return _answered(state, event.solution, answer)


def _declined(state: MediationDocument, event: m.SolutionDeclined, at: Envelope) -> Changes:
    answer = Answer(
        party=event.party,
        answer="declined",
        channel=event.channel,
        by=at.metadata.actor.sub,
        at=at.metadata.time,
        reasons=event.reasons,
    )
    return _answered(state, event.solution, answer)


def _settled(state: MediationDocument, _: m.MediationSettled, at: Envelope) -> Changes:
    return {
        "status": "settled",
        "ended_at": at.metadata.time,
        "solutions": _standing(state, "settled"),
    }


def _moot(_: MediationDocument, event: m.MediationBecameMoot, __: Envelope) -> Changes:
    return {"status": "moot", "ended_at": event.ended_at}


def _expired(_: MediationDocument, event: m.MediationExpired, __: Envelope) -> Changes:
    return {"status": "expired", "ended_at": event.ended_at}


def _standing(state: MediationDocument, standing: Standing) -> tuple[SolutionView, ...]:
    """What becomes of the open proposal, if there is one."""
    return tuple(
        one.model_copy(update={"standing": standing}) if one.standing == "open" else one
        for one in state.solutions
    )


def _answered(state: MediationDocument, solution: UUID, answer: Answer) -> Changes:
    return {
        "solutions": tuple(
            one.model_copy(update={"answers": (*one.answers, answer)})
            if one.solution == solution
            else one
            for one in state.solutions
        )
    }


_CHANGES: Mapping[type, Callable[[MediationDocument, Any, Envelope], Changes]] = {
    m.MediationJoined: _joined,
    m.MediationWithdrawn: _withdrew,
    m.MediatorAppointed: _appointed,
    m.MediatorRecused: _recused,
    m.TalkScheduled: _scheduled,
    m.TalkHeld: _held,
    m.SolutionProposed: _proposed,
    m.SolutionAccepted: _accepted,
    m.SolutionDeclined: _declined,
    m.MediationSettled: _settled,
    m.MediationBecameMoot: _moot,
    m.MediationExpired: _expired,
}
