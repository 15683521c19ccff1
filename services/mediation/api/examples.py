"""What the answers to a reader look like."""

from functools import reduce
from typing import Any

from contracts.envelope import Envelope, Recorded
from contracts.examples import EXAMPLES, MEDIATION, METADATA
from contracts.sealed import Ciphertext
from kernel.http import Page
from services.mediation.read_models.document import MediationDocument
from services.mediation.read_models.documents import Document, evolve
from services.mediation.read_models.own_cases import OwnCase, own_case
from services.mediation.read_models.register import CaseRow

_STORY = ("MediationRequested", "MediatorAppointed", "TalkScheduled", "SolutionProposed")


def case_example() -> dict[str, Any]:
    return _case().model_dump(mode="json", exclude_none=True, context={"open": _opened})


def list_example() -> dict[str, Any]:
    case = _case()
    page = Page[CaseRow](items=(CaseRow.of(case),))
    return page.model_dump(mode="json", exclude_none=True)


def own_example() -> dict[str, Any]:
    case = _case()
    assert case.mediator is not None
    own = own_case(case, case.mediator, METADATA.time)
    assert own is not None
    return Page[OwnCase](items=(own,)).model_dump(mode="json", exclude_none=True)


def _case() -> MediationDocument:
    nothing: Document = None
    found = reduce(evolve, map(_recorded, _STORY), nothing)
    assert found is not None
    return found


def _recorded(name: str) -> Recorded[Any]:
    event = EXAMPLES[f"{name}.v1"]
    envelope = Envelope(MEDIATION, event.type, f"mediation-{MEDIATION}", 0, 0, METADATA)
    return Recorded(envelope, event)


def _opened(_: Ciphertext) -> str:
    return "I want the course in February, the jobcenter offers one in September."
