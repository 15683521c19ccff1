"""Refusals about consent."""

from contracts.plan import Channel, ConsentingParty, Digest
from contracts.refusal import Refusal


class StaleAcceptance(Refusal):
    title_en = "The draft has changed since it was read"
    title_de = "Der Entwurf hat sich geändert, seit er gelesen wurde"

    def __init__(self, given: Digest, current: Digest, offered: bool) -> None:
        super().__init__(
            f"The draft is now {current}, not {given}.",
            allowed=f"Read it as it is now and accept {current}."
            if offered
            else "Read it once it is offered again, and accept that digest.",
            given=given,
            current=current,
            offered=offered,
        )


class DraftNotOffered(Refusal):
    title_en = "The draft has not been offered"
    title_de = "Der Entwurf wurde noch nicht vorgelegt"

    def __init__(self, current: Digest) -> None:
        super().__init__(
            "Consent is given to a draft that was put before the other side.",
            allowed="Offer the draft, then accept its digest.",
            current=current,
        )


class AlreadyAccepted(Refusal):
    title_en = "This side has accepted already"
    title_de = "Diese Seite hat schon zugestimmt"

    def __init__(self, party: ConsentingParty) -> None:
        super().__init__(
            f"The {party} has accepted this very draft.",
            allowed="Wait for the other side, or withdraw the acceptance.",
            party=party,
        )


class ChannelDoesNotFit(Refusal):
    title_en = "The consent cannot have come this way"
    title_de = "Die Zustimmung kann nicht auf diesem Weg gekommen sein"

    def __init__(self, party: ConsentingParty, channel: Channel) -> None:
        super().__init__(
            f"A consent of the {party} sent like this cannot have the channel {channel}.",
            allowed="In the portal the client consents in person or through a representative; a "
            "counsellor records what was said in person, by phone or by letter.",
            party=party,
            channel=channel,
        )


class NothingToWithdraw(Refusal):
    title_en = "There is no acceptance to withdraw"
    title_de = "Es gibt keine Zustimmung, die zurückgenommen werden könnte"

    def __init__(self, party: ConsentingParty) -> None:
        super().__init__(
            f"No acceptance of the {party} is waiting for the other side.",
            allowed="Once both have accepted, the version is in force: start a revision instead.",
            party=party,
        )


class VersionNotAgreed(Refusal):
    title_en = "This version was never agreed"
    title_de = "Diese Fassung wurde nicht vereinbart"

    def __init__(self, version: int, newest: int) -> None:
        super().__init__(
            f"There is no agreed version {version}; the newest is {newest}.",
            allowed="Issue a copy of an agreed version.",
            version=version,
            newest=newest,
        )
