"""The gate: what a reader or a sender was promised by the last release still holds."""

import json
from collections.abc import Iterator
from pathlib import Path

from contracts.compatibility.schemas import differences


def broken_promises(released: Path, now: Path) -> list[str]:
    """A sentence for each, with what to do instead; none if all hold. Folders of JSON Schemas."""
    files = sorted(file.relative_to(released) for file in released.rglob("*.json"))
    return [sentence for file in files for sentence in _broken(file, released / file, now / file)]


def _broken(file: Path, released: Path, now: Path) -> Iterator[str]:
    name = str(file.with_suffix(""))
    if not now.exists():
        yield f"{name} is gone. {_KEEP}"
        return
    old, new = (json.loads(path.read_text("utf-8")) for path in (released, now))
    for difference in differences(old, new):
        yield f"{name}: {difference}. {_advice(file.stem)}"


_KEEP = "Events of this type are stored for ever: keep its model in contracts/past.py."


def _advice(stem: str) -> str:
    name, _, version = stem.rpartition(".v")
    if not version.isdecimal():
        return "It has no versions: leave this field as it was, and add an optional one beside it."
    return (
        f"Leave {stem} as it was; make {name}.v{int(version) + 1} and an upcaster "
        "(contracts/past.py, contracts/upcasting.py)."
    )
