"""The whole system from its compose files: each process in a container, on Kafka and PostgreSQL."""

import asyncio
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from kernel.event_store import StoredEvent
from koop.composition import SERVICES
from tests.deploy.compose import (
    BASE,
    DEVELOPMENT,
    IMAGE,
    INSECURE,
    PROTOCOL_SERVER,
    STAND_INS,
    Compose,
    image,
)
from tests.e2e.trails import Told, events_in, scenes, tell, trail
from tests.eventstoredb_server.process import ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.alone]

COMBINATIONS = [
    (BASE,),
    (BASE, DEVELOPMENT),
    (BASE, INSECURE),
    (BASE, DEVELOPMENT, INSECURE),
    (BASE, DEVELOPMENT, PROTOCOL_SERVER),
]


@pytest.fixture(scope="module")
def tag() -> str:
    return image()


def test_the_story_leaves_the_same_trail_as_in_one_process(tag: str, tmp_path: Path) -> None:
    compose = Compose(BASE, DEVELOPMENT, PROTOCOL_SERVER, STAND_INS, tag=tag)
    with compose.up():
        seen = compose("run", "--rm", "--no-TTY", "demo")
        compose("cp", "eventstoredb:/var/lib/koop/log", str(tmp_path / "log"))
    told = Told(seen, asyncio.run(_events(tmp_path / "log")))
    in_one_process = asyncio.run(tell(tmp_path, str(tmp_path / "events.db")))

    assert len(told.events) > 100
    assert trail(told.events) == trail(in_one_process.events)
    assert unwrapped(told) == unwrapped(in_one_process)


async def _events(log: Path) -> Sequence[StoredEvent]:
    async with ServerProcess(log) as server:
        return await events_in(server.uri)


def unwrapped(told: Told) -> str:
    """A terminal's width decides where its lines are broken."""
    return "".join("".join(scenes(told)).split()).replace("─", "")


@pytest.mark.parametrize("files", COMBINATIONS, ids=" ".join)
def test_every_combination_of_files_is_whole(files: tuple[str, ...]) -> None:
    Compose(*files)("config", "--quiet")


def test_what_may_be_reached_from_outside_is_on_this_machine_alone() -> None:
    for files in COMBINATIONS:
        for name, service in configuration(*files)["services"].items():
            for port in service.get("ports", []):
                assert port["host_ip"] == "127.0.0.1", (files, name)


def test_our_processes_have_no_more_rights_than_they_need() -> None:
    for files in COMBINATIONS:
        for name, service in configuration(*files)["services"].items():
            assert service["cap_drop"] == ["ALL"], (files, name)
            assert service["security_opt"] == ["no-new-privileges:true"], (files, name)
            assert not service["image"].endswith(":latest"), (files, name)
            if service["image"].startswith(f"{IMAGE}:"):
                assert service["read_only"], (files, name)


def test_no_clock_can_be_moved_and_nobody_signs_tokens_without_the_development_file() -> None:
    for name in SERVICES:
        environment = configuration(BASE)["services"][name]["environment"]
        assert not {"KOOP_MODE", "KOOP_CLOCK", "KOOP_ISSUER_DIR"} & environment.keys()


def configuration(*files: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Compose(*files)("config", "--format", "json"))
    return found


def test_the_image_holds_no_secret_and_runs_as_nobody_special(tag: str) -> None:
    def inside(*command: str) -> str:
        container = ("docker", "run", "--rm", "--network=none", "--entrypoint", command[0])
        done = subprocess.run(
            [*container, f"{IMAGE}:{tag}", *command[1:]], capture_output=True, text=True, check=True
        )
        return done.stdout

    assert inside("id", "-u").strip() == "10001"
    secret = "-name '*.key' -o -name '.env*' -o -name 'issuer-key*' -o -name 'jwks*'"
    assert inside("sh", "-c", f"find / -xdev {secret} 2>/dev/null || true") == ""
    assert inside("sh", "-c", "ls /run/secrets /secrets 2>/dev/null; ls -A /var/lib/koop") == (
        "outbox\n"
    )


def test_secrets_are_made_once_and_the_certificate_is_the_authoritys(tag: str) -> None:
    volumes = [f"--tmpfs={path}" for path in ("/secrets", "/certificates", "/database")]
    files = "/secrets/* /database/* /certificates/node.* /certificates/ca/*"
    script = f"setup && sha256sum {files}; setup && sha256sum {files}; echo; cat {files}"
    container = ("docker", "run", "--rm", "--network=none", "--user=0", "--entrypoint=sh")
    done = subprocess.run(
        [*container, *volumes, f"{IMAGE}:{tag}", "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    sums, made = done.stdout.split("\n\n", 1)
    lines = [line for line in sums.splitlines() if not line.startswith("made ")]
    half = len(lines) // 2
    assert half == 12
    assert lines[:half] == lines[half:]
    node, authority = x509.load_pem_x509_certificates(made.encode())
    node.verify_directly_issued_by(authority)
    names = node.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "eventstoredb" in names.get_values_for_type(x509.DNSName)
