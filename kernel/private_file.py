"""A file with a secret: readable by its owner alone, made once, whoever comes first."""

import os
from collections.abc import Callable
from pathlib import Path

MODE = 0o600


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """What `file` holds; `make` fills it if there is none. Two that start at once read the same."""
    if not file.exists():
        _write_once(file, make())
    return file.read_bytes()


def _write_once(file: Path, content: bytes) -> None:
    """Durably, and never half: the name appears when the content is on disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first: its content counts
    finally:
        draft.unlink()
