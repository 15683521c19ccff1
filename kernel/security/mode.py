"""Whether this is somebody's own machine or the real thing."""

import os
from collections.abc import Mapping
from typing import Literal, cast

Mode = Literal["development", "production"]


def mode(environment: Mapping[str, str] = os.environ) -> Mode:
    """`KOOP_MODE`, production unless it says otherwise. Raises ValueError for an unknown mode."""
    named = environment.get("KOOP_MODE", "production")
    if named not in ("development", "production"):
        raise ValueError(f"KOOP_MODE is {named!r}; it can be 'development' or 'production'")
    return cast(Mode, named)
