"""Whether this is somebody's own machine or the real thing: the deployment's settings say."""

from typing import Literal

Mode = Literal["development", "production"]
