"""Memories that stay small."""

from itertools import islice
from typing import Any


def forget_oldest(known: dict[Any, Any], most: int) -> None:
    """Of more than `most`, leave the newest: a quarter less, so that it is rarely done.

    One by one, each would be looked for behind the empty places of all that went before.
    """
    if len(known) > most:
        for key in [*islice(known, len(known) - most + most // 4)]:
            del known[key]
