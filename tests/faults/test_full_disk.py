"""A disk without room: commands are refused, nothing is lost, and it goes on when there is room."""

from pathlib import Path

import httpx
import pytest

from kernel.clock import SystemClock
from kernel.security import DevelopmentIssuer
from koop.embedded import Embedded
from koop.settings import Settings

MIB = 1024 * 1024


class Counsellor:
    def __init__(self, embedded: Embedded, folder: Path) -> None:
        issuer = DevelopmentIssuer(folder, SystemClock(), "development")
        token = issuer.token("counsellor", "staff-17", "jc-duesseldorf")
        self._sent = 0
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(embedded.services["plan"].api),
            base_url="http://plan",
            headers={"Authorization": f"Bearer {token}"},
        )

    async def post(self, path: str, **body: str) -> httpx.Response:
        self._sent += 1
        key = {"Idempotency-Key": f"request-{self._sent}"}
        return await self.http.post(path, json=body, headers=key)


def fill(disk: Path) -> Path:
    """Use up every byte that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return filler
    raise AssertionError("the disk never filled up")


@pytest.mark.parametrize("small_disk", ["24m"], indirect=True)
async def test_a_full_disk_answers_507_and_recovers(small_disk: Path):
    settings = Settings(mode="development", data_dir=small_disk)
    async with Embedded(settings) as embedded:
        counsellor = Counsellor(embedded, small_disk)
        opened = await counsellor.post("/plans", client="client-1", counsellor="staff-17")
        voice = f"/plans/{opened.json()['plan']}/voice"
        assert (await counsellor.post(voice, kind="wish", text="davor")).status_code == 201

        filler = fill(small_disk)
        answers = [await counsellor.post(voice, kind="wish", text="x" * 4000) for _ in range(400)]
        refused = next(one for one in answers if one.status_code != 201)
        assert refused.status_code == 507
        assert refused.json()["type"].endswith("store-full")
        acknowledged = sum(one.status_code == 201 for one in answers)
        ready = await counsellor.http.get("/health/ready")
        assert ready.status_code == 503
        assert "event store" in ready.json()["detail"]

        filler.unlink()
        assert (await counsellor.post(voice, kind="wish", text="danach")).status_code == 201
        stored = await embedded.store.read_stream(voice.replace("/plans/", "plan-")[:-6])
        assert len(stored) == acknowledged + 3
        await counsellor.http.aclose()
