"""Puts an event's fields into a sentence."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from contracts.envelope import Actor
from services.audit.sentences.catalogue import Catalogue

BERLIN = ZoneInfo("Europe/Berlin")

_FIELD = re.compile(r"\{([a-z_.]+)\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
_DIGEST = re.compile(r"sha256:([0-9a-f]{12})[0-9a-f]{52}\Z")


class NoSuchField(LookupError):
    """A sentence speaks of a field that the event does not have."""


def fill(template: str, fields: Mapping[str, Any], catalogue: Catalogue) -> str:
    """Raises NoSuchField. A part in `[…]` goes where a field in it is None."""

    def option(part: re.Match[str]) -> str:
        values = [_value(fields, path) for path in _FIELD.findall(part[1])]
        return "" if None in values else part[1]

    def field(found: re.Match[str]) -> str:
        return shown(_value(fields, found[1]), found[1].rpartition(".")[2], catalogue)

    return _FIELD.sub(field, _OPTION.sub(option, template))


def _value(fields: Mapping[str, Any], path: str) -> Any:
    """`a.b`: field b of a; None where a is."""
    first, *rest = path.split(".")
    if first not in fields:
        raise NoSuchField(f"there is no {path}")
    value = fields[first]
    for name in rest:
        if value is None:
            return None
        if not isinstance(value, BaseModel) or name not in type(value).model_fields:
            raise NoSuchField(f"there is no {path}")
        value = getattr(value, name)
    return value


def shown(value: Any, field: str, catalogue: Catalogue) -> str:
    """A value as a reader expects it: words for names, local time, ids by their first part."""
    match value:
        case datetime():
            text = moment(value, catalogue)
        case date():
            text = day(value, catalogue)
        case time():
            text = f"{value:%H:%M}"
        case UUID():
            text = str(value)[:8]
        case Actor():
            text = actor(value, catalogue)
        case tuple():
            text = ", ".join(shown(part, field, catalogue) for part in value)
        case _:
            text = _word(value, field, catalogue)
    return text


def _word(value: object, field: str, catalogue: Catalogue) -> str:
    name = str(value).lower() if isinstance(value, bool) else str(value)
    return _DIGEST.sub(r"sha256:\1…", catalogue.words.get(field, {}).get(name, name))


def actor(who: Actor, catalogue: Catalogue) -> str:
    if who.on_behalf_of is not None:
        return catalogue.represented.format(sub=who.sub, on_behalf_of=who.on_behalf_of)
    return catalogue.actors[who.role].format(sub=who.sub)


def day(value: date, catalogue: Catalogue) -> str:
    month = catalogue.months[value.month - 1]
    return catalogue.day.format(day=value.day, month=month, year=value.year)


def moment(value: datetime, catalogue: Catalogue) -> str:
    """In Europe/Berlin, where the plan is lived."""
    local = value.astimezone(BERLIN)
    date = day(local.date(), catalogue)
    return catalogue.moment.format(date=date, hour=local.hour, minute=local.minute)
