"""One digest for exactly one content and version."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts.plan import AgreementTerms
from services.plan.domain.digest import digest_of
from services.plan.domain.state import Content, Goal
from tests.services.plan.domain.story import id_of, sealed

TEXTS = st.sampled_from([sealed("a"), sealed("b")])
TERMS = st.builds(
    AgreementTerms,
    agreement=st.sampled_from([id_of("1"), id_of("2")]),
    party=st.sampled_from(["client", "jobcenter"]),
    kind=st.just("own_effort"),
    what=TEXTS,
    due=st.none() | st.dates(),
    proof=st.none() | TEXTS,
)
CONTENTS = st.builds(
    Content,
    goal=st.builds(Goal, TEXTS, st.none() | TEXTS),
    agreements=st.lists(TERMS).map(lambda terms: {one.agreement: one for one in terms}),
    remarks=st.lists(TEXTS, max_size=3).map(tuple),
)


@given(CONTENTS, CONTENTS, st.integers(1, 3), st.integers(1, 3))
def test_two_drafts_have_one_digest_exactly_if_they_say_the_same(one, other, n, m):
    same = (n, one) == (m, other)
    assert (digest_of(n, one) == digest_of(m, other)) == same


@given(CONTENTS)
def test_the_order_of_drafting_does_not_matter(content: Content):
    backwards = replace(content, agreements=dict(reversed(content.agreements.items())))
    assert digest_of(1, backwards) == digest_of(1, content)


def test_the_digest_of_a_known_draft_never_changes():
    """Acceptances are stored by digest: another way to compute it would orphan them."""
    terms = AgreementTerms(
        agreement=id_of("1"), party="client", kind="own_effort", what=sealed("a"), due="2026-04-30"
    )
    content = Content(Goal(sealed("cook"), None), {id_of("1"): terms}, (sealed("ä"),))
    assert digest_of(1, content) == (
        "sha256:dde5443b09bdb010276a2078a9958d750a03737361cf719696a6090e17d1ed94"
    )
