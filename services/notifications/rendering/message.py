"""The message that one person reads."""

from dataclasses import dataclass

from contracts.notifications import Capacity
from contracts.sealed import Open
from services.notifications.rendering.catalogue import Catalogue, catalogue
from services.notifications.rendering.filling import wrapped
from services.notifications.rendering.speaking import Speaker
from services.notifications.rendering.values import Values


@dataclass(frozen=True, slots=True)
class Message:
    """Plain text, opened: it goes to its reader and is kept nowhere."""

    language: str
    template_version: int
    subject: str
    body: str


def render(
    template: str, language: str, capacity: Capacity, values: Values, open_: Open
) -> Message:
    """Raises KeyError for a template or a placeholder that nobody knows."""
    chosen = catalogue(language)
    speaker, text = Speaker(chosen, open_), chosen.templates[template]
    body = speaker.fill(text.body, values)
    framed = speaker.fill(_frame(chosen, capacity), {**values, "body": body})
    subject = speaker.fill(text.subject, values)
    return Message(chosen.language, text.version, subject, wrapped(framed) + "\n")


def _frame(chosen: Catalogue, capacity: Capacity) -> str:
    if capacity == "client":
        return chosen.frame.client
    return chosen.frame.representative if capacity == "representative" else chosen.frame.staff
