"""What a row of the plan view holds."""

from uuid import uuid4

from contracts import catalogue
from contracts.examples import SEALED
from contracts.plan_document import PlanDocument, fold
from kernel.codec import Codec
from services.plan.read_models.packing import packed, unpacked
from tests.services.plan.story import LIFE, events_of, stored


def document(*types: str) -> PlanDocument:
    recorded = Codec(catalogue.PLAN).recorded_all(stored(uuid4(), events_of(types)))
    plan = fold(recorded)
    assert plan is not None
    return plan


def test_a_document_comes_out_as_it_went_in() -> None:
    plan = document(*LIFE)
    assert unpacked(packed(plan)) == plan


def test_a_document_without_any_text_does_so_too() -> None:
    plan = document("PlanOpened", "PlanClosed")
    assert unpacked(packed(plan)) == plan


def test_the_header_of_the_texts_is_kept_once() -> None:
    head = SEALED.partition(".")[0].encode()
    assert packed(document(*LIFE)).count(head) == 1


def test_a_text_under_another_key_is_kept_whole() -> None:
    plan = document(*LIFE)
    other = plan.voice[0].text.replace("eyJ", "eyJhbm90aGVy", 1)
    plan.voice[0].text = type(plan.voice[0].text)(other)
    assert unpacked(packed(plan)) == plan
