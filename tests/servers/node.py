"""Programs for Node.js, installed once from their lock file, outside the repository."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp

from tests.servers.engine import missing

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "kooperationsplan-node"
SECONDS = 600


def installed(folder: Path) -> Path:
    """A copy of `folder` with its packages beside it; `missing` where they cannot be had."""
    if shutil.which("npm") is None:
        missing("Node.js is not here: install it, version 20 or newer, with npm.")
    files = sorted(file for file in folder.iterdir() if file.is_file())
    known = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    there = CACHE / f"{folder.name}-{known}"
    if not there.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(dir=CACHE))
        for file in files:
            shutil.copy(file, making)
        _install(making)
        _move(making, there)
    return there


def _install(folder: Path) -> None:
    command = ["npm", "ci", "--silent", "--ignore-scripts"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        shutil.rmtree(folder)
        missing(f"npm could not install what the lock file names: {done.stderr.strip()[:300]}")


def _move(making: Path, there: Path) -> None:
    """Whoever comes second leaves the first one's in place."""
    try:
        making.rename(there)
    except OSError:
        shutil.rmtree(making)
