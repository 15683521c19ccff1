"""Putting words into a text: placeholders, lines that have nothing to say, width."""

import re
from collections.abc import Callable
from textwrap import wrap

WIDTH = 76
"""Characters to a line: mail programs leave such lines as they are (RFC 5322 § 2.1.1)."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BULLET = "- "

Lookup = Callable[[str], str | None]


def placeholders(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


def fill(text: str, lookup: Lookup) -> str:
    """`text` with its placeholders replaced; a line with one that is None is left out.

    What is put in is never searched for placeholders again. `lookup` is only asked for names that
    occur; what it raises for an unknown one is passed on.
    """
    filled = (_filled(line, lookup) for line in text.strip("\n").split("\n"))
    kept = "\n".join(line for line in filled if line is not None)
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")


def wrapped(text: str) -> str:
    """`text` in lines of WIDTH, those that go on indented like their beginning."""
    return "\n".join(piece for line in text.split("\n") for piece in _wrapped(line))


def _filled(line: str, lookup: Lookup) -> str | None:
    found = {name: lookup(name) for name in placeholders(line)}
    values = {name: value for name, value in found.items() if value is not None}
    if len(values) < len(found):
        return None
    indent = _indent(line)
    return _PLACEHOLDER.sub(lambda at: values[at[1]].replace("\n", "\n" + indent), line)


def _wrapped(line: str) -> list[str]:
    width, indent = WIDTH, _indent(line)
    return wrap(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]


def _indent(line: str) -> str:
    """What the following lines of the same item are indented by."""
    bare = line.lstrip(" ")
    spaces = len(line) - len(bare)
    return " " * (spaces + (len(_BULLET) if bare.startswith(_BULLET) else 0))
