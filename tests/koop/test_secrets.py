"""Settings may be files, as containers mount their secrets."""

from pathlib import Path

import pytest

from koop import settings as module
from koop.settings import SettingsRefused, settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "SECRETS", tmp_path)
    return tmp_path


def test_a_file_says_what_a_variable_does_not(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "koop_event_store").write_text("esdb://koop:secret@events:2113\n")
    assert settings().events_at == "esdb://koop:secret@events:2113"
    monkeypatch.setenv("KOOP_EVENT_STORE", "esdb://events:2113?tls=false")
    assert settings().events_at == "esdb://events:2113?tls=false"


def test_a_file_that_cannot_be_is_refused_like_a_variable(folder: Path):
    (folder / "koop_kafka").write_text("no port")
    with pytest.raises(SettingsRefused, match="KOOP_KAFKA"):
        settings()


def test_no_secret_shows_where_settings_are_printed(folder: Path):
    (folder / "koop_master_key").write_text("c2VjcmV0")
    assert "c2VjcmV0" not in repr(settings())
