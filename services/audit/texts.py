"""Opening personal texts for whoever may read them, and saying so where they do not open."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard

from pydantic import BaseModel

from contracts.sealed import Ciphertext, Open
from kernel.sealing import GONE, KeyStore, TamperedText

TAMPERED = "[nicht lesbar: beschädigt oder verändert]"
"""Stands where a stored text is not what was sealed: an auditor must see it, and the rest."""

UNOPENED = "[versiegelt]"
"""Stands where nobody knows whose text it is."""

_log = logging.getLogger(__name__)


async def openers(keys: KeyStore, clients: Iterable[str | None]) -> Mapping[str | None, Open]:
    """For one answer, in which each text is opened once. For None, too: of such texts nobody knows
    whose they are."""
    found = await keys.open_for_all({client for client in clients if client is not None})
    return {
        None: lambda _: UNOPENED,
        **{client: remembering(open_) for client, open_ in found.items()},
    }


async def opener(keys: KeyStore, client: str | None) -> Open:
    return (await openers(keys, [client]))[client]


def remembering(open_: Open) -> Open:
    known: dict[Ciphertext, str] = {}

    def opened(sealed: Ciphertext) -> str:
        text = known.get(sealed)
        if text is None:
            try:
                text = open_(sealed)
            except TamperedText as error:
                _log.error("%s", error)
                text = TAMPERED
            known[sealed] = text
        return text

    return opened


def is_sealed(value: object) -> TypeGuard[Ciphertext]:
    """A JWE in compact form: nothing else in an event looks like it."""
    return isinstance(value, str) and value.startswith("eyJ") and value.count(".") == 4


def comparable(value: Any, open_: Open) -> Any:
    """What tells two values apart: the same words sealed twice are the same, as long as they can
    be read; what cannot be read is told apart by its seal."""
    if not is_sealed(value):
        return value
    text = open_(value)
    return value if text in (GONE, TAMPERED, UNOPENED) else text


def sealed_in(value: Any) -> Iterator[Ciphertext]:
    """Every sealed text within an event or a part of it."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from sealed_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from sealed_in(part)
    elif is_sealed(value):
        yield value
