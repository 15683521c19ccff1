"""What there is to name when a mediation's event is told of."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from contracts import mediation as m
from contracts.model import Event
from services.notifications.case import Case, Mediation
from services.notifications.rendering.values import Proposed, Values, Word, personal


def of_mediation(mediation: Mediation) -> Values:
    requested = mediation.requested
    return {
        "begin": requested.begin,
        "last_day": mediation.last_day,
        "matter": personal(requested.subject),
        "asked_by": Word(f"asked_by.{requested.requested_by}"),
        "requester": Word(f"requester.{requested.requested_by}"),
        "mediator": mediation.mediator,
    }


def _recused(_: Case, event: m.MediatorRecused) -> Values:
    return {
        "mediator": event.mediator,
        "recused": Word(f"recused.{event.cause}"),
        "recused_staff": Word(f"recused_staff.{event.cause}"),
    }


def _talk(_: Case, event: m.TalkScheduled) -> Values:
    return {"at": event.at, "mode": Word(f"mode.{event.mode}")}


def _proposal(_: Case, event: m.SolutionProposed) -> Values:
    return {"text": personal(event.text), "agreements": Proposed(event.agreements)}


def _declined(_: Case, event: m.SolutionDeclined) -> Values:
    return {"side": Word(f"side.{event.party}"), "reasons": personal(event.reasons)}


def _withdrawn(_: Case, __: m.MediationWithdrawn) -> Values:
    return {"ended": Word("ended.withdrawn")}


def _moot(_: Case, event: m.MediationBecameMoot) -> Values:
    return {"ended": Word(f"ended.{event.cause}"), "moot": Word(f"moot.{event.cause}")}


OF_MEDIATIONS: Mapping[type[Event], Callable[[Case, Any], Values]] = MappingProxyType(
    {
        m.MediatorRecused: _recused,
        m.TalkScheduled: _talk,
        m.SolutionProposed: _proposal,
        m.SolutionDeclined: _declined,
        m.MediationWithdrawn: _withdrawn,
        m.MediationBecameMoot: _moot,
    }
)
