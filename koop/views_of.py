"""Views count in the positions of one kind of store: with another they must be built anew."""

from pathlib import Path

from kernel.event_store.opening import is_server
from koop.settings import SettingsRefused

VIEWS = ("plan.db", "mediation.db", "notifications.db", "audit.db")
_NOTE = "views-of"


def check_views(folder: Path, where: str) -> None:
    """Note which kind of store the folder's views follow. Raises SettingsRefused for the other."""
    kind, note = ("eventstoredb" if is_server(where) else "sqlite"), folder / _NOTE
    noted = note.read_text().strip() if note.exists() else kind
    there = [name for name in VIEWS if (folder / name).exists()]
    if there and noted != kind:
        raise SettingsRefused(
            f"KOOP_EVENT_STORE: the views in {folder} follow events in {noted}, not in {kind}. "
            f"Delete {', '.join(there)}; they build themselves again. Never delete keys.db."
        )
    note.write_text(f"{kind}\n")
