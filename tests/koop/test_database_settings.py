"""Where rows and keys are kept: what a deployment may name, and what it hears if it cannot be."""

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
