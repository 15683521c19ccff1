"""Refusals along the chain that may follow from a miss."""

from datetime import date
from uuid import UUID

from contracts.plan import Party
from contracts.refusal import Refusal


class NoConsequences(Refusal):
    title_en = "Nothing follows from this miss"
    title_de = "Aus dieser Nichteinhaltung folgt nichts"

    def __init__(self, party: Party) -> None:
        super().__init__(
            f"The miss was the {party}'s; consequences follow from the client's alone.",
            allowed="The miss stays on record; talk about it in a revision.",
            party=party,
        )


class StepOutOfOrder(Refusal):
    title_en = "This step is not the next one"
    title_de = "Dieser Schritt ist nicht an der Reihe"

    def __init__(self, step: str, stands_at: str, next_step: str) -> None:
        super().__init__(
            f"The matter stands at: {stands_at}. No step can be skipped or repeated.",
            allowed=next_step,
            step=step,
            stands_at=stands_at,
        )


class ReasonTimeRunning(Refusal):
    title_en = "The client still has time to state a reason"
    title_de = "Die Frist für den wichtigen Grund läuft noch"

    def __init__(self, until: date) -> None:
        super().__init__(
            f"No reason was stated, and there is time until {until.isoformat()}.",
            allowed="Assess it once a reason is stated, or after that day.",
            until=until,
        )


class ReasonNotAskedFor(Refusal):
    title_en = "The client was never asked for a reason"
    title_de = "Nach einem wichtigen Grund wurde nicht gefragt"

    def __init__(self) -> None:
        super().__init__(
            "A reason that was stated unasked can be accepted, but not rejected.",
            allowed="Ask for the reason first, with a day until which it can be stated.",
        )


class ConsequencesRest(Refusal):
    title_en = "Consequences rest while a mediation runs"
    title_de = "Während des Schlichtungsverfahrens ruhen die Folgen"

    def __init__(self, mediations: tuple[UUID, ...]) -> None:
        super().__init__(
            "No demand with legal notice and no referral is possible meanwhile.",
            allowed="Go on when the mediation has ended. Talks and agreements are possible.",
            mediations=mediations,
        )


class DemandTimeRunning(Refusal):
    title_en = "The demand can still be met"
    title_de = "Die Aufforderung kann noch erfüllt werden"

    def __init__(self, until: date) -> None:
        super().__init__(
            f"The last day is {until.isoformat()}.",
            allowed=f"Record it with a day after {until.isoformat()}.",
            until=until,
        )


class NoLegalNotice(Refusal):
    title_en = "The invitation had no notice of consequences"
    title_de = "Der Einladung lag keine Rechtsfolgenbelehrung bei"

    def __init__(self, appointment: UUID) -> None:
        super().__init__(
            "Without the written notice a missed appointment has no consequences (§ 32 SGB II).",
            allowed="Invite again, with the notice.",
            appointment=appointment,
        )


class HearingTimeRunning(Refusal):
    title_en = "The client can still be heard"
    title_de = "Die Frist zur Anhörung läuft noch"

    def __init__(self, until: date) -> None:
        super().__init__(
            f"The hearing is open until {until.isoformat()}, and only the client can waive it.",
            allowed="Record it after that day, or what the client says until then.",
            until=until,
        )


class ReferralTooLate(Refusal):
    title_en = "It is too late for a referral"
    title_de = "Für eine Weitergabe ist es zu spät"

    def __init__(self, breach_on: date, limit: date) -> None:
        super().__init__(
            f"The breach was on {breach_on.isoformat()}; the limit was {limit.isoformat()}.",
            allowed="Nothing more follows from this breach (§ 31b Abs. 1 Satz 5 SGB II).",
            breach_on=breach_on,
            limit=limit,
        )
