"""What the notifications service refuses."""

from collections.abc import Iterable

from contracts.refusal import Refusal


class NotificationUnknown(Refusal):
    title_en = "There is no such notification"
    title_de = "Diese Benachrichtigung gibt es nicht"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was ever planned under this id.",
            allowed="List the notifications of a plan or a recipient to find its id.",
        )


class NotSentYet(Refusal):
    title_en = "The notification has not been sent"
    title_de = "Die Benachrichtigung wurde nicht versendet"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"What was not sent cannot have arrived: it is {state}.",
            allowed="A receipt can be recorded once the notification was sent.",
            state=state,
        )


class ChannelNeedsAddress(Refusal):
    title_en = "E-mail needs an e-mail address"
    title_de = "Für E-Mail fehlt die E-Mail-Adresse"

    def __init__(self) -> None:
        super().__init__(
            "The channel `email` was chosen without an address.",
            allowed="Send an `email` with it, or choose the channel `outbox` alone.",
        )


class ChannelNamedTwice(Refusal):
    title_en = "A channel was named twice"
    title_de = "Ein Kanal wurde zweimal genannt"

    def __init__(self) -> None:
        super().__init__(
            "The order of the channels is the order in which they are wanted.",
            allowed="Name each channel once.",
        )


class LanguageNotOffered(Refusal):
    title_en = "There are no messages in this language"
    title_de = "In dieser Sprache gibt es keine Nachrichten"

    def __init__(self, language: str, offered: Iterable[str]) -> None:
        offered = sorted(offered)
        super().__init__(
            f"There is no catalogue of messages for {language!r}.",
            allowed=f"Choose one of: {', '.join(offered)}.",
            language=language,
            offered=offered,
        )
