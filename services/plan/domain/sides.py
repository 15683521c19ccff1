"""Who speaks for which side. Who may do what by role is decided before, at the edge."""

from contracts.envelope import Actor
from contracts.plan import ConsentingParty, Party
from services.plan.domain.errors import (
    CannotSpeakFor,
    ConfirmedByOtherSide,
    NotAParty,
    NotRepresenting,
    NotTheClient,
)
from services.plan.domain.state import Parties


def check_standing(parties: Parties, actor: Actor) -> None:
    """A client acts on their own plan; a representative while appointed, and for this client.

    Raises NotTheClient, NotRepresenting.
    """
    if actor.role == "client":
        if actor.sub != parties.client and actor.on_behalf_of is None:
            raise NotTheClient(actor.sub)
        if actor.on_behalf_of not in (None, parties.client):
            raise NotTheClient(str(actor.on_behalf_of))
    if actor.on_behalf_of is not None and actor.sub not in parties.representatives:
        raise NotRepresenting(actor.sub)


def side_of(actor: Actor) -> ConsentingParty:
    """The side that a named person acts for. Raises NotAParty, also for the system itself."""
    if actor.role == "client":
        return "client"
    if actor.role == "counsellor":
        return "jobcenter"
    raise NotAParty(actor.role)


def word_of(party: ConsentingParty | None, actor: Actor) -> ConsentingParty:
    """Whose word it is. The jobcenter may record the client's, never the other way round.

    Raises NotAParty, CannotSpeakFor.
    """
    side = side_of(actor)
    if party == "jobcenter" and side == "client":
        raise CannotSpeakFor(side, party)
    return party or side


def needs_jobcenter(actor: Actor) -> None:
    """Raises NotAParty, CannotSpeakFor."""
    side = side_of(actor)
    if side != "jobcenter":
        raise CannotSpeakFor(side, "jobcenter")


def needs_other_side(party: Party, actor: Actor) -> None:
    """A promise is confirmed and judged by whom it was made to; a third party's by either side.

    Raises NotAParty, ConfirmedByOtherSide.
    """
    if side_of(actor) == party:
        raise ConfirmedByOtherSide(party)
