"""A few words that come up all the time: types of events and jobcenters, by number."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Table, func, select

from kernel.database import bulk_insert


class Words:
    """A few words that come up all the time, numbered from 1 in the order in which they do."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Table, dict[str, int]] = WeakKeyDictionary()

    def numbered(
        self, connection: Connection, table: Table, types: Sequence[str], places: Sequence[str]
    ) -> Mapping[str, int]:
        """All words so far, with those of a page, each event's type before its place ('': none)."""
        known = self._of(connection, table)
        if not known.keys() >= {*types, *places} - {""}:
            new = dict.fromkeys(chain.from_iterable(zip(types, places, strict=True)))
            rows = [*enumerate((w for w in new if w and w not in known), start=len(known) + 1)]
            bulk_insert(connection, table, rows)
            known.update((word, number) for number, word in rows)
        return known

    def _of(self, connection: Connection, table: Table) -> dict[str, int]:
        """Read again where a transaction that was rolled back, or somebody else, brought some."""
        known = self._known.get(table)
        newest = connection.execute(select(func.max(table.c.number))).scalar() or 0
        if known is None or len(known) != newest:
            known = self._known[table] = _numbers(connection, table)
        return known


class Glossary:
    """Words by number and numbers by word, for whoever reads. What a word's number is never
    changes: so they are read again only where somebody names one that is not known yet."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.words = {number: word for word, number in numbers.items()}

    def knows(self, words: Iterable[str], numbers: Iterable[int]) -> bool:
        return self.numbers.keys() >= {*words} and self.words.keys() >= {*numbers}


_glossaries: WeakKeyDictionary[Table, Glossary] = WeakKeyDictionary()


def glossary(
    connection: Connection,
    table: Table,
    *,
    words: Collection[str] = (),
    numbers: Collection[int] = (),
) -> Glossary:
    """With those of `words` and `numbers` that there are."""
    known = _glossaries.get(table)
    if known is None or not known.knows(words, numbers):
        known = _glossaries[table] = Glossary(_numbers(connection, table))
    return known


def _numbers(connection: Connection, table: Table) -> dict[str, int]:
    rows = connection.execute(select(table.c.word, table.c.number)).all()
    return {row.word: row.number for row in rows}
