"""The mediation service, put together: nothing else builds its objects."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import APIRouter

from contracts.catalogue import EVENTS
from contracts.refusal import Refusal
from kernel.codec import Codec
from kernel.deadlines import DeadlineRunner
from kernel.http import create_app
from kernel.http.command_key import command_key_routes
from kernel.parts import Parts
from kernel.projections import Projection
from kernel.roles import Service
from kernel.sealing import KeyStore
from services.mediation.api import mediators, solutions, taking_part, talks
from services.mediation.api.desk import Desk, task_routes
from services.mediation.api.reading import reading_routes
from services.mediation.api.reading_room import ReadingRoom
from services.mediation.api.requesting import requesting_routes
from services.mediation.at_the_end import AtTheEnd
from services.mediation.consumer import EndWhatIsMoot, RecuseInvolved
from services.mediation.domain import errors
from services.mediation.office import Office
from services.mediation.read_models.deadlines import mediation_deadlines
from services.mediation.read_models.documents import Documents
from services.mediation.read_models.register import Register

DESCRIPTION = (
    "Mediation (Schlichtungsverfahren) where a client and a jobcenter cannot agree on making or "
    "renewing a Kooperationsplan: a neutral mediator, at most four weeks, a solution that both "
    "accept or none."
)
STATUSES: Mapping[type[Refusal], int] = MappingProxyType(
    {
        errors.MediationUnknown: 404,
        errors.TalkUnknown: 404,
        errors.SolutionUnknown: 404,
        errors.SpeaksForAnother: 403,
        errors.NotTheMediator: 403,
        errors.ReceiptInTheFuture: 422,
        errors.TalkOutsideTheMediation: 422,
        errors.AgreementProposedTwice: 422,
        errors.ReasonsRequired: 422,
    }
)
"""The refusals that are no 409."""

_CHAPTERS = (taking_part, mediators, talks, solutions)


def build(parts: Parts) -> Service:
    store, database, clock = parts.store, parts.database, parts.clock
    office = Office(store)
    register = Projection(store, database, Register())
    deadlines = Projection(store, database, mediation_deadlines())
    reactions = (RecuseInvolved(office, clock), EndWhatIsMoot(office, clock))
    firing = DeadlineRunner(deadlines, clock, AtTheEnd(office, clock))
    desk = Desk(office, parts.keys, clock, parts.regime_of)
    room = ReadingRoom(store, office, Documents(store), register, parts.accesses, clock)
    api = create_app(
        title="Mediation",
        description=DESCRIPTION,
        routers=[
            *_routers(desk, room, parts.keys),
            command_key_routes(parts.command_key.public),
        ],
        verifier=parts.verifier,
        store=parts.store,
        clock=parts.clock,
        checks=parts.checks,
        projections=(register, deadlines),
        statuses=STATUSES,
    )
    return Service(
        api=api,
        projector=(register,),
        reactions=tuple(parts.reacting(Codec(EVENTS), one) for one in reactions),
        deadlines=(deadlines, firing),
    )


def _routers(desk: Desk, room: ReadingRoom, keys: KeyStore) -> list[APIRouter]:
    tasks = [task_routes(desk, chapter.TITLE, chapter.TASKS) for chapter in _CHAPTERS]
    return [requesting_routes(desk), *tasks, reading_routes(room, keys)]
