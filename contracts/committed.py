"""What is generated from the models and committed: JSON Schemas and AsyncAPI documents."""

from pathlib import Path

from contracts import async_api, json_schema

CONTRACTS = Path(__file__).parent


def drifted() -> list[Path]:
    """Files that are missing, differ from what the models say, or belong to nothing."""
    expected = _expected()
    differing = [
        path
        for path, text in expected.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    there = [p for folder in (json_schema.FOLDER, async_api.FOLDER) for p in folder.rglob("*.json")]
    return differing + [path for path in there if path not in expected]


def write() -> list[Path]:
    """Bring the folders up to date. Returns what was written or removed."""
    changed, expected = drifted(), _expected()
    for path in changed:
        if path in expected:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(expected[path], "utf-8")
        else:
            path.unlink()
    return changed


def _expected() -> dict[Path, str]:
    return {**dict(json_schema.documents()), **dict(async_api.documents())}
