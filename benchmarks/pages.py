"""The last run on the pages that show it. `python -m benchmarks.pages`"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from benchmarks import figure, national
from benchmarks.figure import Figure, Run, beside, latest, number
from benchmarks.goals import MISSED, said_of
from benchmarks.tables import FIGURES, README, SCALE, put_into

ASKED_MOST = ("plan view, p99", "trail, p99", "as-of, p99")


def markdown(figures: Sequence[Figure]) -> str:
    lines = [
        "| Figure | Measured | Beside the peer | Beside the floor | Goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in figures:
        said = one.to_json()
        peer = beside(one.peer, one.peer_value, said["ratio_to_peer"])
        floor = beside(one.floor, one.floor_value, said["ratio_to_floor"])
        cells = [f"{times} × ({value})" if times else "" for value, times in (peer, floor)]
        measured = f"{number(one.value)} {one.unit}"
        lines.append(f"| {one.name} | {measured} | {' | '.join(cells)} | {said_of(one)} |")
    return "\n".join(lines)


def headline(figures: Sequence[Figure]) -> str:
    """What says most: a line for each goal, and whatever missed one. The rest has its own page."""
    return markdown([one for one in figures if _says_most(one)])


def _says_most(one: Figure) -> bool:
    goals = said_of(one)
    if ", p99" in one.name and MISSED not in goals:
        return one.name in ASKED_MOST
    return bool(goals) and ":" not in one.name


def tables(run: Run) -> Mapping[Path, str]:
    """What each page shows of it between its marks."""
    figures = latest(run)
    if run != "services":
        return {README: markdown(figures)}
    return {
        README: headline(figures),
        FIGURES: markdown(figures),
        SCALE: national.markdown(figures),
    }


def keep(figures: Sequence[Figure], run: Run, *, whole: bool = True) -> None:
    """As the last run, on every page that shows it; of a run that is not `whole`, what it measured
    in place of what was there."""
    figure.write(figures if whole else figure.put_among(figures, latest(run)), run)
    write(run)


def write(run: Run) -> None:
    for page, table in tables(run).items():
        put_into(page, run, table)


if __name__ == "__main__":
    for each in get_args(Run):
        write(each)
