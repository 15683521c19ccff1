"""What a language needs to say what happened: data, one file per language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["de", "en"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`events` has one whole sentence per type of event.

    `{field}` is a field of the event, `{terms.due}` one within it, `{at}` when it happened and
    `{actor}` who did it. What stands in `[…]` is left out where one of its fields is missing.
    `words` translate values, by the field's name. `texts` are the captions of personal texts.
    `phrases` are those of the other answers, `fields` the captions of what a plan consists of.
    """

    day: str
    moment: str
    months: tuple[str, ...]
    actors: Mapping[str, str]
    represented: str
    words: Mapping[str, Mapping[str, str]]
    events: Mapping[str, str]
    texts: Mapping[str, str]
    phrases: Mapping[str, str]
    fields: Mapping[str, str]
    quotes: tuple[str, str]
