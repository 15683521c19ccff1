"""Refusals about keeping, missing and early honesty."""

from datetime import date, datetime
from uuid import UUID

from contracts.plan import ConsentingParty, Item, Party
from contracts.refusal import Refusal


class AgreementNotInForce(Refusal):
    title_en = "This agreement is not in force"
    title_de = "Diese Absprache gilt nicht"

    def __init__(self, agreement: UUID) -> None:
        super().__init__(
            f"Agreement {agreement} is not part of the version in force.",
            allowed="Name one of the agreements in force.",
            agreement=agreement,
        )


class ConfirmedByOtherSide(Refusal):
    title_en = "Only the other side can say so"
    title_de = "Das kann nur die andere Seite sagen"

    def __init__(self, party: Party) -> None:
        super().__init__(
            f"The {party} cannot confirm or answer its own promise.",
            allowed="The side that it was promised to does.",
            party=party,
        )


class AlreadyKept(Refusal):
    title_en = "It was recorded as kept"
    title_de = "Es ist als eingehalten vermerkt"

    def __init__(self, item: UUID) -> None:
        super().__init__(
            f"{item} was kept; that settles it.",
            allowed="Dispute the fact if it is wrong.",
            item=item,
        )


class AlreadyMissed(Refusal):
    title_en = "It was recorded as missed"
    title_de = "Es ist als nicht eingehalten vermerkt"

    def __init__(self, item: UUID) -> None:
        super().__init__(
            f"A miss of {item} is on record.",
            allowed="State an important reason, or retract the miss if it was an error.",
            item=item,
        )


class DueDateNotPassed(Refusal):
    title_en = "There is still time"
    title_de = "Die Frist läuft noch"

    def __init__(self, due: date) -> None:
        super().__init__(
            f"The last day is {due.isoformat()}; a miss can only be observed after it.",
            allowed=f"Record it with a day after {due.isoformat()}.",
            due=due,
        )


class DifficultyUnanswered(Refusal):
    title_en = "A reported difficulty has not been answered"
    title_de = "Eine gemeldete Schwierigkeit ist noch nicht beantwortet"

    def __init__(self, item: UUID) -> None:
        super().__init__(
            f"A difficulty with {item} was reported and is waiting for an answer.",
            allowed="Answer the report first.",
            item=item,
        )


class NoDifficultyReported(Refusal):
    title_en = "No difficulty is waiting for an answer"
    title_de = "Es gibt keine unbeantwortete Schwierigkeit"

    def __init__(self, item: UUID) -> None:
        super().__init__(
            f"Nobody has reported a difficulty with {item}, or it was answered.",
            allowed="Report one first.",
            item=item,
        )


class NewDueNeeded(Refusal):
    title_en = "An extension needs a later day"
    title_de = "Eine Verlängerung braucht einen späteren Tag"

    def __init__(self, due: date | None) -> None:
        super().__init__(
            f"`new_due` must lie after {due.isoformat() if due else 'today'}.",
            allowed="Name a later day, or answer `adjusted` or `upheld`.",
            due=due,
        )


class NewDueNotPossible(Refusal):
    title_en = "This answer has no new day"
    title_de = "Zu dieser Antwort gehört kein neuer Tag"

    def __init__(self, answer: str) -> None:
        super().__init__(
            f"`{answer}` here cannot come with a new due date.",
            allowed="An agreement can be `extended` or `adjusted` to another day; an appointment "
            "is answered `adjusted` or `upheld`, and moved.",
            answer=answer,
        )


class BreachUnsettled(Refusal):
    title_en = "An earlier miss of this is still unsettled"
    title_de = "Eine frühere Nichteinhaltung ist noch nicht abgeschlossen"

    def __init__(self, item: UUID) -> None:
        super().__init__(
            f"What followed from an earlier miss of {item} has not come to its end.",
            allowed="Settle or retract the earlier miss first.",
            item=item,
        )


class NothingMissed(Refusal):
    title_en = "No miss is on record"
    title_de = "Es ist keine Nichteinhaltung vermerkt"

    def __init__(self, item: Item) -> None:
        super().__init__(
            f"No miss of {item.kind} {item.id} is on record.",
            allowed="A named person records a miss first.",
            item=item.id,
        )


class RetractedByRecorder(Refusal):
    title_en = "Only the side that recorded a miss retracts it"
    title_de = "Nur die Seite, die es vermerkt hat, kann es zurücknehmen"

    def __init__(self, recorded_by: ConsentingParty) -> None:
        super().__init__(
            f"The {recorded_by} recorded this miss.",
            allowed="Dispute the fact instead.",
            recorded_by=recorded_by,
        )


class AppointmentUnknown(Refusal):
    title_en = "There is no such appointment"
    title_de = "Diesen Termin gibt es nicht"

    def __init__(self, appointment: UUID) -> None:
        super().__init__(
            f"No appointment {appointment} was set.",
            allowed="Set it first.",
            appointment=appointment,
        )


class AppointmentAlreadySet(Refusal):
    title_en = "There is an appointment under this id"
    title_de = "Unter dieser Kennung gibt es schon einen Termin"

    def __init__(self, appointment: UUID) -> None:
        super().__init__(
            f"Appointment {appointment} was set before.",
            allowed="Move it, or set another one.",
            appointment=appointment,
        )


class AppointmentNotYet(Refusal):
    title_en = "The appointment has not taken place"
    title_de = "Der Termin hat noch nicht stattgefunden"

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"It is set for {at.isoformat()}.",
            allowed="Record it once that time has come, or move the appointment.",
            at=at,
        )
