"""Pages whose tables come out of the last run; between two marks, so that nobody types a figure."""

from pathlib import Path

from benchmarks.figure import Run

_ROOT = Path(__file__).parent.parent
README, SCALE = _ROOT / "README.md", _ROOT / "docs" / "scale.md"
FIGURES = _ROOT / "benchmarks" / "figures.md"


def put_into(page: Path, run: Run, table: str) -> None:
    before, _, after = _parts(page, run)
    begin, end = _marks(run)
    page.write_text(f"{before}{begin}\n{table}\n{end}{after}")


def in_page(page: Path, run: Run) -> str:
    """What stands there now."""
    return _parts(page, run)[1].strip()


def _parts(page: Path, run: Run) -> tuple[str, str, str]:
    begin, end = _marks(run)
    before, rest = page.read_text().split(begin)
    table, after = rest.split(end)
    return before, table, after


def _marks(run: Run) -> tuple[str, str]:
    return f"<!-- measured: {run} -->", f"<!-- /measured: {run} -->"
