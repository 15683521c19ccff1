"""Pages whose tables come out of the last run; between two marks, so that nobody types a figure."""

from pathlib import Path

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"

_ROOT = Path(__file__).parent.parent
README, SCALE = _ROOT / "README.md", _ROOT / "docs" / "scale.md"
FIGURES = _ROOT / "benchmarks" / "figures.md"


def put_into(page: Path, table: str) -> None:
    before, rest = page.read_text().split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")


def in_page(page: Path) -> str:
    """What stands there now."""
    return page.read_text().split(BEGIN)[1].split(END)[0].strip()
