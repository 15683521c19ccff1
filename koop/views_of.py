"""Views count in the positions of one kind of store: with another they must be built anew."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, Table, Text, func, select

from kernel import private_file
from kernel.database import Database, exclusively
from kernel.event_store.opening import is_server
from koop.settings import SettingsRefused

VIEWS = ("plan", "mediation", "notifications", "audit")
METADATA = MetaData()
_NOTE = "views-of"
_note = Table("views_of", METADATA, Column("kind", Text, primary_key=True))


def check_files(folder: Path, where: str) -> None:
    """Note which kind of store the folder's views follow. Raises SettingsRefused for the other."""
    kind, note = _kind(where), folder / _NOTE
    noted = private_file.kept(note, kind.encode).decode().strip()
    if noted == kind:
        return
    there = [file for name in VIEWS if (folder / (file := f"{name}.db")).exists()]
    if there:
        raise SettingsRefused(
            f"KOOP_EVENT_STORE: the views in {folder} follow events in {noted}, not in {kind}. "
            f"Delete {', '.join(there)}; they build themselves again. Never delete keys.db."
        )
    note.unlink(missing_ok=True)
    private_file.kept(note, kind.encode)


async def check_schemas(kept: Database, where: str) -> None:
    """The same on a server, where the note is beside what is `kept`."""
    kind = _kind(where)

    def check(connection: Connection) -> None:
        exclusively(connection, "views_of")
        noted = connection.scalar(select(_note.c.kind))
        if noted == kind:
            return
        there = [name for name in VIEWS if _has_views(connection, name)]
        if there and noted is not None:
            raise SettingsRefused(
                f"KOOP_EVENT_STORE: the views in KOOP_DATABASE follow events in {noted}, not in "
                f"{kind}. Drop the schemas {', '.join(there)}; they build themselves again. Never "
                "drop the schema access."
            )
        connection.execute(_note.delete())
        connection.execute(_note.insert().values(kind=kind))

    await kept.write(check)


def _has_views(connection: Connection, schema: str) -> bool:
    return connection.scalar(select(func.to_regclass(f"{schema}.projections"))) is not None


def _kind(where: str) -> str:
    return "eventstoredb" if is_server(where) else "sqlite"
