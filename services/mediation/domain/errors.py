"""What a mediation refuses, and what would be allowed instead."""

from datetime import datetime
from uuid import UUID

from contracts.plan import ConsentingParty
from contracts.refusal import Refusal


class MediationUnknown(Refusal):
    title_en = "There is no such mediation"
    title_de = "Dieses Schlichtungsverfahren gibt es nicht"

    def __init__(self) -> None:
        super().__init__(
            "No mediation was requested under this id.",
            allowed="Request one: POST /mediations.",
        )


class MediationOver(Refusal):
    title_en = "The mediation is over"
    title_de = "Das Schlichtungsverfahren ist beendet"

    def __init__(self, how: str, ended_at: datetime) -> None:
        super().__init__(
            f"The mediation ended ({how}) on {ended_at.isoformat()}: nothing is accepted after it.",
            allowed="It can still be read. A new disagreement can be mediated anew.",
            how=how,
            ended_at=ended_at,
        )


class MediationStillRunning(Refusal):
    title_en = "The mediation's time is not over"
    title_de = "Die Zeit des Schlichtungsverfahrens ist noch nicht um"

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(
            f"It ends on {ends_at.isoformat()}, not before.",
            allowed="Wait until then.",
            ends_at=ends_at,
        )


class MediationAlreadyRunning(Refusal):
    title_en = "A mediation is already running for this plan"
    title_de = "Für diesen Plan läuft schon ein Schlichtungsverfahren"

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(
            f"There is one mediation at a time; the running one ends on {ends_at.isoformat()}.",
            allowed="Join the running mediation.",
            ends_at=ends_at,
        )


class MediationNotOffered(Refusal):
    title_en = "Mediation is not offered"
    title_de = "Ein Schlichtungsverfahren wird nicht angeboten"

    def __init__(self, regime: str) -> None:
        super().__init__(
            f"Under the regime {regime} this jobcenter offers no mediation.",
            allowed="Go on talking about the plan, or turn to the jobcenter's management.",
            regime=regime,
        )


class PlanIsClosed(Refusal):
    title_en = "The plan is closed"
    title_de = "Der Kooperationsplan ist beendet"

    def __init__(self) -> None:
        super().__init__(
            "There is nothing left to mediate about a closed plan.",
            allowed="Open a new plan.",
        )


class NoDisagreementRecorded(Refusal):
    title_en = "No disagreement about making or renewing the plan is on record"
    title_de = "Es ist kein Streit über das Erstellen oder Fortschreiben des Plans festgehalten"

    def __init__(self) -> None:
        super().__init__(
            "Mediation is for a plan that cannot be made or renewed because the parties disagree, "
            "not for a dispute about carrying out an agreed one.",
            allowed="Record the disagreement about making or renewing the plan first.",
        )


class AlreadyMediated(Refusal):
    title_en = "This disagreement has been mediated"
    title_de = "Über diesen Streit gab es schon ein Schlichtungsverfahren"

    def __init__(self, ended_at: datetime) -> None:
        super().__init__(
            f"The last mediation ended on {ended_at.isoformat()} and cannot be extended by "
            "another one over the same disagreement, nor by a request received before its end.",
            allowed="A disagreement that is recorded after that day can be mediated.",
            ended_at=ended_at,
        )


class ReceiptInTheFuture(Refusal):
    title_en = "The request cannot have been received yet"
    title_de = "Der Antrag kann noch nicht eingegangen sein"

    def __init__(self, received_at: datetime) -> None:
        super().__init__(
            f"{received_at.isoformat()} has not come yet.",
            allowed="State when the request arrived, or leave it out: then it arrives now.",
            received_at=received_at,
        )


class FourWeeksOver(Refusal):
    title_en = "The time for this mediation is over"
    title_de = "Die Zeit für dieses Schlichtungsverfahren ist abgelaufen"

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(
            f"Counted from its receipt, the mediation ended on {ends_at.isoformat()}.",
            allowed="A request that arrives now begins a term of its own.",
            ends_at=ends_at,
        )


class SpeaksForAnother(Refusal):
    title_en = "Nobody may speak for another party"
    title_de = "Niemand darf für eine andere Seite sprechen"

    def __init__(self, detail: str, *, allowed: str) -> None:
        super().__init__(detail, allowed=allowed)


class AlreadyTakingPart(Refusal):
    title_en = "The request is already this party's own"
    title_de = "Diese Seite hat den Antrag schon gestellt"

    def __init__(self, party: ConsentingParty) -> None:
        super().__init__(
            f"The {party} has already asked for this mediation.",
            allowed="The other side may join.",
            party=party,
        )


class NotTheirRequest(Refusal):
    title_en = "Only who asked for a mediation can withdraw from it"
    title_de = "Nur wer das Schlichtungsverfahren beantragt hat, kann es zurücknehmen"

    def __init__(self, party: ConsentingParty) -> None:
        super().__init__(
            f"The {party} has not asked for this mediation, or has withdrawn already.",
            allowed="Take part, or decline what is proposed.",
            party=party,
        )


class MediatorNotNeutral(Refusal):
    title_en = "This person is not neutral"
    title_de = "Diese Person ist nicht neutral"

    def __init__(self, mediator: str) -> None:
        super().__init__(
            f"{mediator} has been involved with this client's plan or stands on a side.",
            allowed="Appoint someone who was never involved in counselling this client.",
            mediator=mediator,
        )


class MediatorAlreadyAppointed(Refusal):
    title_en = "There is already a mediator"
    title_de = "Es gibt schon eine Schlichtungsperson"

    def __init__(self, mediator: str) -> None:
        super().__init__(
            f"{mediator} mediates this case.",
            allowed="Another one can be appointed after a recusal.",
            mediator=mediator,
        )


class NotTheMediator(Refusal):
    title_en = "This person does not mediate this case"
    title_de = "Diese Person ist hier nicht die Schlichtungsperson"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} is not the appointed mediator of this case.",
            allowed="The appointed mediator may do this; if there is none, appoint one.",
            person=person,
        )


class TalkOutsideTheMediation(Refusal):
    title_en = "A talk must lie ahead and before the mediation's end"
    title_de = "Ein Gespräch muss bevorstehen und vor dem Ende des Verfahrens liegen"

    def __init__(self, at: datetime, ends_at: datetime) -> None:
        super().__init__(
            f"{at.isoformat()} lies in the past or not before the end.",
            allowed=f"Choose a time from now on and before {ends_at.isoformat()}.",
            at=at,
            ends_at=ends_at,
        )


class TalkUnknown(Refusal):
    title_en = "There is no such talk"
    title_de = "Dieses Gespräch gibt es nicht"

    def __init__(self, talk: UUID) -> None:
        super().__init__(
            f"No talk {talk} was scheduled in this mediation.",
            allowed="Schedule it first.",
            talk=talk,
        )


class TalkYetToCome(Refusal):
    title_en = "The talk has not taken place yet"
    title_de = "Das Gespräch hat noch nicht stattgefunden"

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"It is scheduled for {at.isoformat()}.",
            allowed="Record it from then on.",
            at=at,
        )


class TalkAlreadyRecorded(Refusal):
    title_en = "The talk is already on record"
    title_de = "Das Gespräch ist schon festgehalten"

    def __init__(self, talk: UUID) -> None:
        super().__init__(
            "Who came to it was recorded before.",
            allowed="Schedule another talk.",
            talk=talk,
        )


class AgreementProposedTwice(Refusal):
    title_en = "An agreement stands twice in the proposal"
    title_de = "Eine Absprache steht zweimal im Vorschlag"

    def __init__(self, agreement: UUID) -> None:
        super().__init__(
            f"Agreement {agreement} is proposed more than once.",
            allowed="Propose each agreement once.",
            agreement=agreement,
        )


class SolutionUnknown(Refusal):
    title_en = "There is no such solution"
    title_de = "Diesen Lösungsvorschlag gibt es nicht"

    def __init__(self, solution: UUID) -> None:
        super().__init__(
            f"No solution {solution} was proposed in this mediation.",
            allowed="Answer the solution that is open.",
            solution=solution,
        )


class SolutionNoLongerOpen(Refusal):
    title_en = "This solution can no longer be answered"
    title_de = "Dieser Lösungsvorschlag steht nicht mehr zur Wahl"

    def __init__(self, solution: UUID, *, open_one: UUID | None) -> None:
        super().__init__(
            "A newer proposal took its place, or whoever proposed it was not neutral.",
            allowed=f"Answer solution {open_one}." if open_one else "Wait for a new proposal.",
            solution=solution,
            open_solution=open_one,
        )


class AlreadyAnswered(Refusal):
    title_en = "This party has already answered the solution"
    title_de = "Diese Seite hat den Lösungsvorschlag schon beantwortet"

    def __init__(self, party: ConsentingParty) -> None:
        super().__init__(
            f"The {party} accepted or declined it before; an answer is given once.",
            allowed="The mediator may propose a new solution.",
            party=party,
        )


class ReasonsRequired(Refusal):
    title_en = "The jobcenter must give its reasons"
    title_de = "Das Jobcenter muss die Ablehnung begründen"

    def __init__(self) -> None:
        super().__init__(
            "The jobcenter has to consider a proposal; it can decline only with written reasons.",
            allowed="Decline with `reasons`, or accept.",
        )
