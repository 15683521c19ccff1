"""A difference in words: what it is about, what it was, what it is now."""

import re

from contracts.sealed import Open
from services.audit.comparing import Difference
from services.audit.flattening import Leaf, Path
from services.audit.sentences import CATALOGUES
from services.audit.sentences.catalogue import Catalogue, Language
from services.audit.sentences.details import quoted
from services.audit.sentences.filling import shown
from services.audit.texts import is_sealed

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def difference_sentence(difference: Difference, open_: Open, language: Language) -> str:
    catalogue = CATALOGUES[language]
    before, after = difference.before, difference.after
    phrase = "added" if before is None else "removed" if after is None else "changed"
    return catalogue.phrases[phrase].format(
        path=place(difference.path, catalogue),
        before=value(before, difference.path, open_, catalogue) if before else "",
        after=value(after, difference.path, open_, catalogue) if after else "",
    )


def place(path: Path, catalogue: Catalogue) -> str:
    return " › ".join(step(part, catalogue) for part in path)


def step(part: str, catalogue: Catalogue) -> str:
    return part[:8] if _ID.fullmatch(part) else catalogue.fields.get(part, part)


def value(leaf: Leaf, path: Path, open_: Open, catalogue: Catalogue) -> str:
    if is_sealed(leaf.value):
        return quoted(open_(leaf.value), catalogue)
    return shown(leaf.value, path[-1], catalogue)
