"""Who may not speak, or not in this way."""

from contracts.plan import ConsentingParty
from contracts.refusal import Refusal


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
