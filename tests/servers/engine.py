"""The container engine, if one answers, and what becomes of a test that lacks its server."""

import gc
import os
import random
import socket
import warnings
from contextlib import closing
from functools import cache
from typing import NoReturn

import docker
import pytest
from docker.errors import DockerException

BELOW_EPHEMERAL = range(20_000, 32_000)
"""Linux gives none of these to outgoing connections: they are still free after a kill."""


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it where every server has to be there."""
    if os.environ.get("KOOP_TEST_REQUIRE") == "1":
        pytest.fail(f"{what} KOOP_TEST_REQUIRE=1 lets no test be skipped.", pytrace=False)
    pytest.skip(what)


def need_docker(for_what: str, instead: str) -> None:
    """Return if Docker answers. `instead` says what else would do."""
    if reason := _silence():
        missing(f"{for_what} needs Docker, which does not answer ({reason}). {instead}")


def free_port() -> int:
    """On 127.0.0.1, and good for a server that is started there more than once."""
    for port in random.sample(BELOW_EPHEMERAL, 100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError(f"nothing is free in {BELOW_EPHEMERAL}")


@cache
def _silence() -> str | None:
    """Why Docker does not answer; None if it does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # its client leaves a socket behind
        reason = _ping()
        gc.collect()
    return reason


def _ping() -> str | None:
    try:
        with closing(docker.from_env(timeout=10)) as client:
            client.ping()
    except DockerException as cause:
        return str(cause)
    return None
