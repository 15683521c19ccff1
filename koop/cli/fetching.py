"""An export onto the disk: whole, and proven by its record, or not under its name at all."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from koop.cli.asking import Query, ask, asking
from koop.settings import Settings


class ExportBroken(Exception):
    """What arrived is not what was exported."""

    def __init__(self, part: Path, reason: str) -> None:
        super().__init__(
            f"The export is not whole: {reason}. What arrived is in {part}; ask again."
        )


def fetch(settings: Settings, to: Path, purpose: str, query: Query) -> dict[str, Any]:
    """Its record, which lies beside the file as `FILE.record.json`.

    Raises ExportBroken, Refused, httpx.TransportError.
    """
    part = to.with_name(to.name + ".part")
    number, digest = _received(settings, part, purpose, query)
    record: dict[str, Any] = json.loads(
        ask(
            settings,
            "audit",
            f"/audit/exports/{number}",
            role="auditor",
            purpose=purpose,
            accept="application/json",
        )
    )
    if record.get("sha256") != digest:
        raise ExportBroken(part, f"its record says {record.get('sha256')}, the file is {digest}")
    to.with_name(to.name + ".record.json").write_text(json.dumps(record, indent=2) + "\n")
    part.replace(to)
    return record


def _received(settings: Settings, part: Path, purpose: str, query: Query) -> tuple[str, str]:
    """The number of the export, and the digest of what was received."""
    file = sha256()
    with (
        asking(
            settings,
            "audit",
            "/audit/export",
            role="auditor",
            purpose=purpose,
            accept="*/*",
            query=query,
        ) as response,
        part.open("wb") as written,
    ):
        try:
            for some in response.iter_raw():
                file.update(some)
                written.write(some)
        except httpx.RemoteProtocolError as cause:
            raise ExportBroken(part, "the connection ended too early") from cause
        written.flush()
        os.fsync(written.fileno())
    return response.headers["Koop-Export"], f"sha256:{file.hexdigest()}"
