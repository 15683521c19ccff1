"""The contracts of each release, frozen: what they promised, and what was written under them."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

from contracts import async_api, json_schema
from contracts.catalogue import SERVICES
from contracts.examples import EXAMPLES

FOLDER = Path(__file__).parent / "releases"


class ReleasedAlready(Exception):
    def __init__(self, version: str) -> None:
        super().__init__(f"The contracts of {version} are frozen already: choose the next version.")


def releases() -> list[Path]:
    """Their folders, the oldest first."""
    return sorted(FOLDER.iterdir(), key=_number)


def freeze(version: str) -> Path:
    """Raises ReleasedAlready, and ValueError for what is no version like 1.2.3."""
    folder = FOLDER / version
    _number(folder)
    if folder.exists():
        raise ReleasedAlready(version)
    copytree(json_schema.FOLDER, folder / "schemas")
    copytree(async_api.FOLDER, folder / "asyncapi")
    for path, example in _examples():
        file = folder / "examples" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(example)
    return folder


def _examples() -> Iterator[tuple[str, bytes]]:
    for service, events in SERVICES.items():
        for type in events:
            yield f"{service}/{type}.json", EXAMPLES[type].to_json()


def _number(folder: Path) -> tuple[int, int, int]:
    try:
        major, minor, patch = (int(part) for part in folder.name.split("."))
    except ValueError:
        raise ValueError(f"{folder.name} is no version: three numbers like 1.2.3") from None
    return major, minor, patch
