"""The one table of which error is which problem."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from contracts.refusal import Refusal
from kernel.as_of import MomentAhead, NoEventThere, NotThereThen, TooMuchToReplay
from kernel.decider import CommandRepeatedDifferently, Contended, RevisionMismatch
from kernel.event_store import (
    EventsLost,
    EventTooLarge,
    StoreFull,
    StoreUnavailable,
    WrongExpectedRevision,
)
from kernel.http import refusals as edge
from kernel.http.problems import Problem
from kernel.http.validation import parameter_errors
from kernel.projections import PositionNotReached, ProjectionNotReady
from kernel.sealing import ClientErased, TamperedText
from kernel.security import TokenRefused

STATUS: Mapping[type[Refusal], int] = MappingProxyType(
    {
        Refusal: 409,
        TokenRefused: 401,
        ClientErased: 410,
        edge.NotEntitled: 403,
        edge.NotFound: 404,
        edge.BodyTooSlow: 408,
        edge.BodyTooLarge: 413,
        edge.NotJson: 415,
        edge.BrokenJson: 400,
        edge.InvalidRequest: 422,
        edge.IdempotencyKeyMissing: 400,
        edge.IdempotencyKeyInvalid: 400,
        edge.IfMatchMissing: 428,
        edge.IfMatchInvalid: 400,
        edge.RevisionPassed: 412,
        edge.CursorInvalid: 400,
        edge.PurposeMissing: 400,
        PositionNotReached: 503,
        MomentAhead: 422,
        NoEventThere: 422,
        NotThereThen: 404,
        TooMuchToReplay: 422,
    }
)
"""By class; a subclass has its parent's status. Services name theirs in `create_app`."""

_SOON = MappingProxyType({"Retry-After": "1"})
_CONTENDED = Problem(
    409,
    "contended",
    "Others were faster",
    "Andere waren schneller",
    allowed="Send the same request again, with the same Idempotency-Key.",
    headers=_SOON,
)

ERRORS: Mapping[type[Exception], Problem] = MappingProxyType(
    {
        Contended: _CONTENDED,
        WrongExpectedRevision: _CONTENDED,
        RevisionMismatch: Problem(
            412,
            edge.RevisionPassed.kind(),
            edge.RevisionPassed.title_en,
            edge.RevisionPassed.title_de,
            allowed="Read it again and decide on what it says now.",
        ),
        CommandRepeatedDifferently: Problem(
            422,
            "idempotency-key-reused",
            "This Idempotency-Key was used for another request",
            "Dieser Idempotency-Key gehört zu einer anderen Anfrage",
            allowed="Use a new key for a new request; repeat a request unchanged.",
        ),
        EventTooLarge: Problem(
            413,
            "event-too-large",
            "There is too much in this request",
            "Diese Anfrage enthält zu viel",
            allowed="Send it in parts.",
        ),
        StoreFull: Problem(
            507,
            "store-full",
            "There is no room left to record this",
            "Es ist kein Platz mehr, dies festzuhalten",
            detail="Nothing was recorded.",
            allowed="Reading still works. Send it again when there is room.",
        ),
        StoreUnavailable: Problem(
            503,
            "store-unavailable",
            "The store does not answer",
            "Der Speicher antwortet nicht",
            allowed="Send the same request again, with the same Idempotency-Key.",
            headers=_SOON,
        ),
        EventsLost: Problem(
            500,
            "events-lost",
            "Events of this are missing in the store",
            "Hierzu fehlen Ereignisse im Speicher",
            allowed="The operator has to restore them from a backup.",
        ),
        ProjectionNotReady: Problem(
            503,
            "view-not-ready",
            "This list is being built",
            "Diese Übersicht wird gerade aufgebaut",
            allowed="Single things can be read already. Ask again in a while.",
            headers=MappingProxyType({"Retry-After": "5"}),
        ),
        TamperedText: Problem(
            500,
            "tampered-text",
            "A stored text is not what was sealed",
            "Ein gespeicherter Text ist nicht der, der versiegelt wurde",
            allowed="The operator has to look at it.",
        ),
    }
)
"""What is no refusal. Its own words stay inside: they may name things that nobody else may know."""

INTERNAL = Problem(
    500,
    "internal-error",
    "Something went wrong here",
    "Hier ist etwas schiefgegangen",
    allowed="Send the same request again, with the same Idempotency-Key.",
)

_GERMAN = {404: "Hier gibt es nichts", 405: "Das geht hier nicht"}


class Table:
    """Problems by error. What it does not know is an internal error."""

    def __init__(self, statuses: Mapping[type[Refusal], int]) -> None:
        self._statuses = {**STATUS, **statuses}

    def status(self, refusal: type[Refusal]) -> int:
        return next(self._statuses[c] for c in refusal.__mro__ if c in self._statuses)

    def problem(self, error: Exception) -> Problem:
        if isinstance(error, Refusal):
            return self._refused(error)
        if isinstance(error, RequestValidationError):
            return self._refused(edge.InvalidRequest(parameter_errors(error.errors())))
        if isinstance(error, HTTPException):
            return _plain(error)
        return next((ERRORS[c] for c in type(error).__mro__ if c in ERRORS), INTERNAL)

    def _refused(self, error: Refusal) -> Problem:
        status = self.status(type(error))
        headers = dict(_SOON) if status == 503 else {}
        if isinstance(error, TokenRefused):
            headers = {"WWW-Authenticate": error.challenge}
        if isinstance(error, edge.BodyTooLarge | edge.BodyTooSlow):
            headers = {"Connection": "close"}
        return Problem(
            status,
            error.kind(),
            error.title_en,
            error.title_de,
            error.detail,
            error.allowed,
            error.fields,
            headers,
        )


def _plain(error: HTTPException) -> Problem:
    """What the router says: no such path, not with this method."""
    english = HTTPStatus(error.status_code).phrase
    return Problem(
        error.status_code,
        english.lower().replace(" ", "-").replace("'", ""),
        english,
        _GERMAN.get(error.status_code, english),
        allowed="The description at /openapi.json says what there is.",
        headers=dict(error.headers or {}),
    )
