"""The readable copy: all six headings, in every language, with every mark, to the byte."""

from pathlib import Path

import pytest

from contracts import examples
from contracts import plan as said
from contracts.envelope import Recorded
from contracts.plan_document import PlanDocument, fold
from services.plan.copy import LANGUAGES, document, fingerprint, sheet_of, wording
from tests.contracts.test_plan_document import example, happened
from tests.services.plan.jobcenter import Jobcenter
from tests.services.plan.steps import APPLICATIONS, agreed

DRAFT = ("PlanOpened", "GoalSet", "AgreementDrafted", "RemarkAdded", "DraftOffered")
HEADINGS = (
    "Mein berufliches Ziel",
    "Mein Zwischenziel",
    "Meine nächsten Schritte",
    "So unterstützt mich mein Jobcenter",
    "Unterstützung durch andere",
    "Was sonst noch wichtig ist",
)


def plan_with(*more: said.Event) -> PlanDocument:
    events: list[Recorded[said.Event]] = happened(
        *example(*DRAFT, "PlanAccepted", "PlanAgreed"), *more
    )
    plan = fold(events)
    assert plan is not None
    return plan


def copy_of(plan: PlanDocument, form: str = "text", text: str = "Als Köchin arbeiten") -> str:
    words = wording("de")
    sheet = sheet_of(plan, words, lambda _: text)
    return document(sheet, words, "html" if form == "html" else "text", "de")


def test_the_copy_has_the_six_headings_in_their_order() -> None:
    for form in ("text", "html"):
        text = copy_of(plan_with(), form)
        assert [text.index(heading) for heading in HEADINGS] == sorted(
            text.index(heading) for heading in HEADINGS
        )


def test_the_copy_says_who_agreed_when_and_that_it_binds_nobody() -> None:
    text = copy_of(plan_with())
    assert "Die leistungsberechtigte Person hat am 02.03.2026 zugestimmt (im Portal)." in text
    assert "Gemeinsame Überprüfung spätestens am: 02.09.2026" in text
    assert "rechtlich nicht bindend und wird nicht unterschrieben" in text
    assert "bis 30.04.2026" in text


def test_a_disputed_fact_stands_in_the_copy_with_its_mark() -> None:
    drafted = happened(*example(*DRAFT))[2].envelope.id
    dispute = said.FactDisputed(fact=drafted, party="client", text=examples.SEALED)
    for form in ("text", "html"):
        assert "bestritten" in copy_of(plan_with(dispute), form)
        assert "bestritten" not in copy_of(plan_with(), form)


def test_a_text_cannot_break_out_of_the_page() -> None:
    page = copy_of(plan_with(), "html", "<script>alert(1)</script>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_long_text_is_wrapped_and_loses_nothing() -> None:
    text = " ".join(f"Wort{number}" for number in range(200))
    copy = copy_of(plan_with(), text=text)
    assert max(map(len, copy.splitlines())) <= 78
    assert all(f"Wort{number}" in copy for number in range(200))


def test_the_same_plan_gives_the_same_document() -> None:
    assert fingerprint(copy_of(plan_with())) == fingerprint(copy_of(plan_with()))
    assert fingerprint(copy_of(plan_with())) != fingerprint(copy_of(plan_with(), text="Anders"))


def test_there_is_no_copy_before_something_was_agreed() -> None:
    plan = fold(happened(*example(*DRAFT)))
    assert plan is not None
    with pytest.raises(ValueError, match="no agreed version"):
        copy_of(plan)


def test_every_language_file_is_known_and_complete() -> None:
    folder = Path("services/plan/copy/catalogues")
    assert sorted(file.stem for file in folder.iterdir()) == sorted(LANGUAGES)
    assert all(wording(language).notes for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["text", "html"])
async def test_every_language_and_form_can_be_had(jc: Jobcenter, language: str, form: str) -> None:
    plan, _ = await agreed(jc)
    path = f"{plan}/versions/1/copy?language={language}&form={form}"
    copy = await jc.client.get(path)
    assert copy.headers["content-language"] == language
    assert copy.headers["content-type"].startswith(f"text/{'html' if form == 'html' else 'plain'}")
    assert wording(language).headings.third_party in copy.text
    assert "Köchin in einer Schulküche" in copy.text
    assert copy.headers["etag"] == f'"{fingerprint(copy.text)}"'


async def test_a_copy_of_an_earlier_version_stays_as_it_was_but_for_new_marks(
    jc: Jobcenter,
) -> None:
    plan, agreement = await agreed(jc)
    first = (await jc.client.get(f"{plan}/versions/1/copy")).text
    await jc.counsellor.does(f"{plan}/revisions", {"cause": "review"})
    redraft = {**APPLICATIONS, "what": "Drei Bewerbungen schreiben"}
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/redrafts", redraft)
    digest = (await jc.counsellor.does(f"{plan}/offers"))["digest"]
    for person, channel in ((jc.client, "portal"), (jc.counsellor, "in_person")):
        await person.does(f"{plan}/acceptances", {"digest": digest, "channel": channel})
    assert (await jc.client.get(f"{plan}/versions/1/copy")).text == first
    assert "Drei Bewerbungen" in (await jc.client.get(f"{plan}/versions/2/copy")).text

    worded = (await jc.client.reads(plan))["plan"]["versions"][0]["event"]
    dispute = {"fact": worded, "text": "So haben wir das nicht vereinbart"}
    await jc.client.does(f"{plan}/disputes", dispute)
    marked = (await jc.client.get(f"{plan}/versions/1/copy")).text
    assert "So haben wir das nicht vereinbart" in marked
    assert "So haben wir" not in (await jc.client.get(f"{plan}/versions/2/copy")).text
