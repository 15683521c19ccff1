"""The gate: what a reader or a sender was promised by the last release still holds."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.compatibility import channels
from contracts.compatibility.schemas import differences


def broken_promises(released: Path, now: Path) -> list[str]:
    """A sentence for each, with what to do instead; none if all hold.

    Both folders hold `schemas` and `asyncapi`.
    """
    return [
        *(one for pair in _pairs(released / "schemas", now / "schemas") for one in _schema(*pair)),
        *(
            one
            for pair in _pairs(released / "asyncapi", now / "asyncapi")
            for one in _service(*pair)
        ),
    ]


def _pairs(released: Path, now: Path) -> list[tuple[str, Path, Path]]:
    files = sorted(file.relative_to(released) for file in released.rglob("*.json"))
    return [(str(file.with_suffix("")), released / file, now / file) for file in files]


def _service(name: str, released: Path, now: Path) -> Iterator[str]:
    if not now.exists():
        yield f"{name}: its AsyncAPI document is gone. {_ANEW}"
        return
    for one in channels.broken(_read(released), _read(now)):
        yield f"{name}: {one}. {_ANEW}"


def _schema(name: str, released: Path, now: Path) -> Iterator[str]:
    if not now.exists():
        yield f"{name} is gone. {_KEEP}"
        return
    for difference in differences(_read(released), _read(now)):
        yield f"{name}: {difference}. {_advice(released.stem)}"


def _read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


_ANEW = "Leave it as it was, and add what is new beside it."
_KEEP = "Events of this type are stored for ever: keep its model in contracts/past.py."


def _advice(stem: str) -> str:
    name, _, version = stem.rpartition(".v")
    if not version.isdecimal():
        return "It has no versions: leave this field as it was, and add an optional one beside it."
    return (
        f"Leave {stem} as it was; make {name}.v{int(version) + 1} and an upcaster "
        "(contracts/past.py, contracts/upcasting.py)."
    )
