"""A disk that is soon full."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.engine import missing


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A real file system of 4 MiB, or as large as the test's parameter says."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = getattr(request, "param", "4m")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        missing(f"Only who may mount can have a small disk ({mounted.stderr.strip()}).")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)
