"""A plan's document as a row keeps it: what every personal text in it repeats is there once.

A text begins with the header that names the client's key, 120 bytes, the same in all of them. To
leave it out makes a document a third smaller in a thirtieth of the time that zlib takes for half.
"""

import re

from contracts.plan_document import PlanDocument, from_json, to_json

_SEALED = re.compile(rb'"(eyJ[\w-]+)\.\.')
_HEADLESS = b'"..'
"""No other value in a document begins so: names and dates begin with a letter or a digit."""


def packed(plan: PlanDocument) -> bytes:
    """The header of its first text, then its JSON without any of that header."""
    document = to_json(plan)
    found = _SEALED.search(document)
    if found is None:
        return b"\n" + document
    return found[1] + b"\n" + document.replace(found[0], _HEADLESS)


def unpacked(column: bytes) -> PlanDocument:
    """The document, its texts still sealed."""
    head, _, document = column.partition(b"\n")
    return from_json(document.replace(_HEADLESS, b'"' + head + b".."))
