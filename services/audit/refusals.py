"""What audit says no to, beside what every service does."""

from contracts.catalogue import EVENTS
from contracts.refusal import Refusal


class NotOpenedThen(Refusal):
    title_en = "The plan did not exist at that moment"
    title_de = "Den Plan gab es zu diesem Zeitpunkt noch nicht"

    def __init__(self, opened: str) -> None:
        super().__init__(
            "Nothing had been recorded yet.",
            allowed=f"The plan was opened at {opened}: ask for then or later.",
            opened=opened,
        )


class NoSuchVersion(Refusal):
    """Only what both sides agreed to is a version; 0 stands for the empty plan."""

    title_en = "This version was never agreed"
    title_de = "Diese Fassung wurde nie vereinbart"

    def __init__(self, version: int, newest: int) -> None:
        super().__init__(
            f"There is no agreed version {version}.",
            allowed=f"Versions from 0 (before the first) to {newest}.",
            version=version,
            newest=newest,
        )


class NoSuchCommand(Refusal):
    title_en = "Nothing followed from this command here"
    title_de = "Aus diesem Befehl ist hier nichts gefolgt"

    def __init__(self) -> None:
        super().__init__(
            "No event of your jobcenter goes back to it.",
            allowed="Name a command by the `correlation` of an event that followed from it.",
        )


class OutOfOrder(Refusal):
    title_en = "The later of the two has to come second"
    title_de = "Das Spätere von beiden muss an zweiter Stelle stehen"

    def __init__(self) -> None:
        super().__init__(
            "Differences are told from the earlier to the later standing.",
            allowed="Exchange the two.",
        )


class AmbiguousMoment(Refusal):
    title_en = "A moment is either a time, a position or a version"
    title_de = "Ein Zeitpunkt ist entweder eine Zeit, eine Position oder eine Fassung"

    def __init__(self) -> None:
        super().__init__(
            "Several were given for the same moment.", allowed="Leave all but one out."
        )


class TrailNotReady(Refusal):
    title_en = "The trail is being built"
    title_de = "Das Verzeichnis der Ereignisse wird gerade aufgebaut"

    def __init__(self) -> None:
        super().__init__("It cannot answer yet.", allowed="Ask again in a few seconds.")


class HistoryTooLong(Refusal):
    title_en = "This plan has too many events to be replayed at once"
    title_de = "Dieser Plan hat zu viele Ereignisse, um ihn auf einmal nachzuvollziehen"

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"At most {longest} events are replayed.",
            allowed="The trail tells them page by page.",
            longest=longest,
        )


class UnknownKind(Refusal):
    title_en = "There is no such kind of event"
    title_de = "Diese Art von Ereignis gibt es nicht"

    def __init__(self) -> None:
        kinds = sorted({name.partition(".")[0] for name in EVENTS})
        super().__init__("A kind is a type's name.", allowed=f"One of {', '.join(kinds)}.")
