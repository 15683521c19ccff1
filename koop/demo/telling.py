"""How the story ends: who agreed to what and when, what changed, who was told what."""

from collections.abc import Mapping

from koop.demo.cast import Cast
from koop.demo.stage import Stage


def by_path(urls: Mapping[str, str]) -> dict[str, str]:
    """The address of the service that has a path, by the path's first part."""
    return {
        "plans": urls["plan"],
        "mediations": urls["mediation"],
        "notifications": urls["notifications"],
        "audit": urls["audit"],
    }


async def ending(stage: Stage, cast: Cast, first: str, second: str) -> None:
    stage.chapter("Who agreed to what and when (from the audit service)")
