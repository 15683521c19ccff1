"""EventStoreDB itself, from its official image, where an engine has it or can pull it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

IMAGE = "docker.eventstore.com/eventstore/eventstoredb-ee:24.10.5"
_PORT = 2113
_SETTINGS = {
    "EVENTSTORE_INSECURE": "true",
    "EVENTSTORE_MEM_DB": "true",
    "EVENTSTORE_MAX_APPEND_SIZE": "16777216",
    "EVENTSTORE_MAX_APPEND_EVENT_SIZE": "16777216",
}


@cache
def why_missing() -> str | None:
    """None if it is there."""
    if _docker("image", "inspect", IMAGE) is None:
        return None
    return _docker("info") or _docker("pull", "--quiet", IMAGE)


def _docker(*arguments: str) -> str | None:
    """What was wrong, None for nothing."""
    try:
        done = subprocess.run(
            ["docker", *arguments], capture_output=True, text=True, timeout=180, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.strip() or "docker failed" if done.returncode else None


@contextmanager
def running() -> Iterator[str]:
    """Its connection string."""
    container = DockerContainer(IMAGE).with_exposed_ports(_PORT)
    for name, value in _SETTINGS.items():
        container = container.with_env(name, value)
    alive = HttpWaitStrategy(_PORT, "/health/live").for_status_code(204)
    with container.waiting_for(alive) as started:
        host, port = started.get_container_host_ip(), started.get_exposed_port(_PORT)
        yield f"esdb://{host}:{port}?tls=false"
