"""What is over, or not over yet."""

from datetime import datetime

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
