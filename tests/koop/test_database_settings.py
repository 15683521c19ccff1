"""Where rows and keys are kept: what a deployment may name, and what it hears if it cannot be."""

from pathlib import Path

import pytest

from koop.settings import SettingsRefused, settings


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://koop:secret@there/koop", "KOOP_DATABASE: .* mysql:// is not known here"),
        ("postgresql://koop:secret@there:5432", "KOOP_DATABASE: .* names no database"),
        ("data/koop.db", "KOOP_DATABASE: .* no URL"),
    ],
)
def test_what_is_no_database_is_refused_by_a_sentence(
    url: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOOP_DATABASE", url)
    with pytest.raises(SettingsRefused, match=says) as refused:
        settings()
    assert "secret" not in str(refused.value)
    assert "postgresql://user:password@host:5432/database" in str(refused.value)


def test_a_server_is_taken_and_its_password_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOOP_DATABASE", "postgresql://koop:secret@there:5432/koop")
    chosen = settings()
    assert chosen.database is not None
    assert "secret" not in repr(chosen)


@pytest.mark.parametrize("port", ["", ":5432"])
def test_keys_beside_the_views_are_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOOP_DATABASE", "postgresql://koop:secret@there:5432/koop")
    monkeypatch.setenv("KOOP_KEYS", f"postgresql://other:secret@there{port}/koop")
    with pytest.raises(SettingsRefused, match=r"KOOP_KEYS: .* a database of their own") as refused:
        settings()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("named", "means"),
    [
        (None, Path("there/keys.db")),
        ("/safe/keys.db", Path("/safe/keys.db")),
        ("postgresql://koop@there/keys", "postgresql://koop@there/keys"),
    ],
)
def test_keys_are_kept_where_it_is_said(
    named: str | None, means: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOOP_DATA_DIR", "there")
    monkeypatch.setenv("KOOP_DATABASE", "postgresql://koop@there/koop")
    if named is not None:
        monkeypatch.setenv("KOOP_KEYS", named)
    assert settings().keys_at == means
