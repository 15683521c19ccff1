"""The law is data: months come from the regime under which a command was given."""

from datetime import date

import pytest

from contracts import plan as said
from contracts import regime as law
from services.plan.domain import errors
from tests.services.plan.domain.situations import accept, accepted_by, offered, refer, referable


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> str:
    """A regime with a review after three months and referrals within one."""
    shipped = law.regime(law.DEFAULT_REGIME)
    months = {"review_months": 3, "referral_months": 1}
    changed = shipped.model_copy(
        update={"id": "strict", "plan": shipped.plan.model_copy(update=months)}
    )
    monkeypatch.setattr(law, "regimes", lambda: {"strict": changed, shipped.id: shipped})
    return changed.id


def test_the_review_is_due_when_the_regime_says(strict: str):
    story = accepted_by(offered(), "client")
    story.regime = strict
    story.given(accept(story, "jobcenter"))
    assert story.said(said.PlanAgreed).event.review_due == date(2026, 6, 2)


def test_a_referral_is_too_late_when_the_regime_says(strict: str):
    story = referable().on("2026-07-13")
    story.regime = strict
    story.when(refer()).refused(errors.ReferralTooLate, limit=date(2026, 7, 12))
