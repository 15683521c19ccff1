"""The compose files, under a project of their own, on ports of their own, gone when it is over."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

from tests.servers.engine import free_port, missing, need_docker

ROOT = Path(__file__).parents[2]
IMAGE = "kooperationsplan"
BASE, DEVELOPMENT = "docker-compose.yml", "docker-compose.override.yml"
INSECURE, PROTOCOL_SERVER = "deploy/compose.insecure.yml", "deploy/compose.protocol-server.yml"
STAND_INS = "tests/deploy/stand-ins.yml"
PORTS = ("PLAN_PORT", "MEDIATION_PORT", "NOTIFICATIONS_PORT", "AUDIT_PORT", "KAFKA_PORT")
SECONDS = 600


@cache
def command() -> Sequence[str]:
    """`docker compose`, or what KOOP_COMPOSE names. Skips, or fails, where there is neither."""
    if named := os.environ.get("KOOP_COMPOSE"):
        return tuple(shlex.split(named))
    if shutil.which("docker") and not _run("docker", "compose", "version").returncode:
        return ("docker", "compose")
    return missing("Compose needs `docker compose`, or KOOP_COMPOSE naming a command like it.")


class Compose:
    def __init__(self, *files: str, tag: str = "0.1.0") -> None:
        self._files = [part for file in files for part in ("-f", file)]
        self._project = f"kooptest{uuid4().hex[:8]}"
        self._environment = {
            **{name: str(free_port()) for name in PORTS},
            "KOOP_VERSION": tag,
            "COMPOSE_ANSI": "never",
        }

    def __call__(self, *arguments: str) -> str:
        """What it prints. Raises AssertionError with what it complains of."""
        done = _run(*command(), "-p", self._project, *self._files, *arguments, **self._environment)
        assert done.returncode == 0, f"compose {' '.join(arguments)}: {done.stderr[-4000:]}"
        return done.stdout

    @contextmanager
    def up(self) -> Iterator[None]:
        try:
            self("up", "--detach", "--no-build", "--wait", "--wait-timeout", str(SECONDS // 2))
            yield
        except BaseException:
            print(self("logs", "--no-color", "--tail", "30"))
            raise
        finally:
            self("--profile", "*", "down", "--volumes", "--timeout", "5")


def image() -> str:
    """The tag of an image of this checkout, built with the host's network, as registries may be
    known to the host alone."""
    need_docker("The image", "Start Docker.")
    tag = "test"
    built = _run(
        *("docker", "build", "--network=host", "--quiet"),
        *("-f", "deploy/Dockerfile", "-t", f"{IMAGE}:{tag}", "."),
    )
    assert built.returncode == 0, built.stderr[-4000:]
    return tag


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
