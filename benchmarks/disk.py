"""What an event costs on disk, all indexes and views counted, and what costs what."""

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.figure import Figure


def figures(folder: Path) -> list[Figure]:
    """`folder` holds a store and all views, filled by rebuilds."""
    store = folder / "events.db"
    with closing(sqlite3.connect(store)) as connection:
        count, payload = connection.execute(
            "SELECT count(*), sum(length(metadata) + length(data)) FROM events"
        ).fetchone()
    sizes = {file.stem: _used(file) for file in sorted(folder.glob("*.db"))}
    per_event = payload / count
    whole = sum(sizes.values()) / count
    parts = [
        Figure(f"disk per event: {name}", size / count, "B", None, None, "payload", per_event)
        for name, size in sizes.items()
        if size / count >= 1
    ]
    return [Figure("disk per event", whole, "B", None, None, "payload", per_event), *parts]


def _used(file: Path) -> int:
    """Bytes in pages that hold something; free pages are given to the next rows."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    return int(size * (pages - free))
