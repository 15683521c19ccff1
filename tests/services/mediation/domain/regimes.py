"""Regimes that only a test puts in force."""

import pytest

from contracts import regime as shipped


def in_force(monkeypatch: pytest.MonkeyPatch, id: str, **mediation: object) -> None:
    """The default regime under another id, with other rules for mediation."""
    usual = shipped.regime("sgb2-2023")
    rules = usual.mediation.model_copy(update=mediation)
    known = {**shipped.regimes(), id: usual.model_copy(update={"id": id, "mediation": rules})}
    monkeypatch.setattr(shipped, "regimes", lambda: known)
