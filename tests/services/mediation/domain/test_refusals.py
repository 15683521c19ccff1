"""Every refusal has titles of its own, in both languages."""

from contracts.refusal import Refusal
from services.mediation.domain import errors

REFUSALS = [
    one
    for one in vars(errors).values()
    if isinstance(one, type) and issubclass(one, Refusal) and one is not Refusal
]


def test_every_refusal_says_in_german_and_english_what_was_refused():
    titles = [title for one in REFUSALS for title in (one.title_en, one.title_de)]
    assert len(REFUSALS) > 20
    assert len(set(titles)) == len(titles)
    assert not {Refusal.title_en, Refusal.title_de} & set(titles)
