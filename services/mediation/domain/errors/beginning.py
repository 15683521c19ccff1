"""Why a mediation does not begin."""

from datetime import datetime

from contracts.refusal import Refusal


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
