"""What is wrong with a talk."""

from datetime import datetime
from uuid import UUID

from contracts.refusal import Refusal


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
