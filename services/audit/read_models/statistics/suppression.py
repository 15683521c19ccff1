"""Which numbers are told: none below five, and none from which such a one could be worked out.

Of numbers that add up to a total, one that is hidden would be the total minus the rest: so the
total is told only where all of its parts are. Hiding a second part instead and keeping the total
gives numbers away: of 13 in three parts, one of them 5, whoever knows the rule finds 4 and 4.
"""

from collections.abc import Mapping
from typing import Literal

SMALLEST = 5
"""What is told is at least this. Nothing at all is a small number, too."""

SUPPRESSED: Literal["suppressed"] = "suppressed"
Told = int | Literal["suppressed"]


def told(number: int) -> Told:
    return number if number >= SMALLEST else SUPPRESSED


def group(numbers: Mapping[str, int]) -> dict[str, Told]:
    """The numbers by name, and their `total`."""
    parts = {name: told(number) for name, number in numbers.items()}
    whole = SUPPRESSED if SUPPRESSED in parts.values() else sum(numbers.values())
    return {**parts, "total": whole}
