"""What the HTTP edge itself refuses, before a service is asked."""

from contracts.refusal import Refusal
from kernel.http.validation import Errors


class BodyTooLarge(Refusal):
    title_en = "The request is too large"
    title_de = "Die Anfrage ist zu groß"


class BodyTooSlow(Refusal):
    title_en = "The request took too long to arrive"
    title_de = "Die Anfrage kam zu langsam an"


class NotJson(Refusal):
    title_en = "The request is not of the type application/json"
    title_de = "Die Anfrage ist nicht vom Typ application/json"


class BrokenJson(Refusal):
    title_en = "The request is no valid JSON"
    title_de = "Die Anfrage ist kein gültiges JSON"


class InvalidRequest(Refusal):
    """`errors` says what does not fit and where, never what was sent."""

    title_en = "The request does not fit its description"
    title_de = "Die Anfrage passt nicht zu ihrer Beschreibung"

    def __init__(self, errors: Errors) -> None:
        super().__init__(
            f"{len(errors)} thing(s) do not fit; nothing was done.",
            allowed="Correct what `errors` names; /openapi.json describes what fits.",
            errors=errors,
        )


class IdempotencyKeyMissing(Refusal):
    title_en = "An Idempotency-Key is required"
    title_de = "Ein Idempotency-Key ist nötig"


class IdempotencyKeyInvalid(Refusal):
    title_en = "The Idempotency-Key cannot be used"
    title_de = "Der Idempotency-Key ist nicht verwendbar"


class IfMatchMissing(Refusal):
    title_en = "If-Match is required"
    title_de = "If-Match ist nötig"


class IfMatchInvalid(Refusal):
    title_en = "If-Match cannot be read"
    title_de = "If-Match ist nicht lesbar"


class RevisionPassed(Refusal):
    """A precondition that no revision fulfils, or not the one that is there."""

    title_en = "It was changed since it was read"
    title_de = "Es wurde seit dem Lesen geändert"


class PurposeMissing(Refusal):
    """Whoever reads personal data says why, and that is kept (§ 35 SGB I)."""

    title_en = "Say what you need this for"
    title_de = "Bitte den Zweck angeben"


class CursorInvalid(Refusal):
    title_en = "The cursor is not one that was given out here"
    title_de = "Der Cursor wurde hier nicht ausgegeben"


class NotEntitled(Refusal):
    """For services: known who asks, and that they may not (§ 35 SGB I)."""

    title_en = "You are not entitled to this"
    title_de = "Dazu sind Sie nicht berechtigt"


class NotFound(Refusal):
    """For services: nothing of that name, or nothing that this person may know of."""

    title_en = "There is nothing here by that name"
    title_de = "Unter diesem Namen gibt es hier nichts"
