"""What is wrong with a solution or an answer to it."""

from uuid import UUID

from contracts.plan import ConsentingParty
from contracts.refusal import Refusal


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
