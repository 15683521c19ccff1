"""What is measured in a process of its own: as a service does it that does nothing else."""

import json
import subprocess
import sys
from typing import Any


def apart(module: str, *arguments: str) -> Any:
    """What `python -m benchmarks.<module>` says on its last line, as JSON."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
