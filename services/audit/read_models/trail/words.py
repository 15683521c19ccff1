"""A few words that come up all the time: types of events and jobcenters, by number."""

from collections.abc import Collection, Iterable, Mapping
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Table, func, select

from kernel.database import bulk_insert


class Vocabulary(dict[str, int]):
    """Words by number; one that is met for the first time gets the next."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


class Words:
    """A few words that come up all the time, numbered from 1 in the order in which they do."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Table, Vocabulary] = WeakKeyDictionary()

    def of(self, connection: Connection, table: Table) -> Vocabulary:
        """All words so far; those that it meets are to be kept with `keep`."""
        known = self._known.get(table)
        newest = connection.execute(select(func.max(table.c.number))).scalar() or 0
        if known is None or len(known) != newest:
            known = self._known[table] = Vocabulary(_numbers(connection, table))
        return known

    def keep(self, connection: Connection, table: Table, words: Mapping[str, int], of: int) -> None:
        """Keep those words that came after the first `of`."""
        bulk_insert(connection, table, [(n, word) for word, n in words.items() if n > of])


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
