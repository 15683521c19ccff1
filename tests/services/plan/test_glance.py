"""The plan at a glance: six headings and how they stand, now and as of any moment, for people."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest

from contracts.envelope import Actor, Metadata
from services.plan.copy import LANGUAGES, wording
from services.plan.domain.commands import SuspendConsequences
from tests.services.plan.jobcenter import Answer, Jobcenter
from tests.services.plan.steps import APPLICATIONS, GOAL, agreed, drafted, offered


async def glance(jc: Jobcenter, plan: str, query: str = "") -> Answer:
    return await jc.client.reads(f"{plan}/glance{query}")


async def test_before_the_first_agreement_it_shows_the_draft(jc: Jobcenter) -> None:
    plan, _ = await drafted(jc)
    found = await glance(jc, plan)
    assert "in_force" not in found
    assert [one["text"] for one in found["headings"]["goal"]] == [GOAL["occupational_goal"]]
    assert {name: len(lines) for name, lines in found["headings"].items()} == {
        "goal": 1,
        "interim_goal": 1,
        "client": 1,
        "jobcenter": 1,
        "third_party": 1,
        "remarks": 1,
    }


async def test_a_draft_on_offer_says_whose_consent_is_missing(jc: Jobcenter) -> None:
    plan, _, digest = await offered(jc)
    await jc.client.does(f"{plan}/acceptances", {"digest": digest, "channel": "portal"})
    on_offer = (await glance(jc, plan))["on_offer"]
    assert (on_offer["version"], on_offer["accepted_by"]) == (1, ["client"])


async def test_it_says_what_is_in_force_and_what_comes_first(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    found = await glance(jc, plan)
    assert found["in_force"] == {
        "version": 1,
        "agreed_at": "2026-03-02T09:00:00Z",
        "review_due": "2026-09-02",
        "review_overdue": False,
    }
    assert [(one["what"], one["on"], one["whose"]) for one in found["next"]] == [
        ("agreement", "2026-03-31", "jobcenter"),
        ("agreement", "2026-04-30", "client"),
        ("review", "2026-09-02", "both"),
    ]
    assert found["next"][1]["text"] == APPLICATIONS["what"]
    (own,) = found["headings"]["client"]
    assert (own["agreement"], own["standing"]) == (agreement, "open")


async def test_a_mediation_is_shown_with_what_rests_because_of_it(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    jc.clock.set(datetime(2026, 5, 4, 8, tzinfo=UTC))
    miss = {"observed_on": "2026-05-04", "facts": "Es kam nichts"}
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/misses", miss)
    mediation = "6f1c8a52-0f5e-5c7b-9a8e-0f6f3d2b1c11"
    await _suspended(jc, plan, mediation)
    (found,) = (await glance(jc, plan))["mediations"]
    assert (found["mediation"], found["rests"]) == (mediation, [agreement])
    text = (await jc.client.get(f"{plan}/glance?form=text")).text
    assert "läuft eine Schlichtung" in text
    assert "Solange ruht" in text


async def _suspended(jc: Jobcenter, plan: str, mediation: str) -> None:
    now, id = jc.clock.now(), UUID(plan.removeprefix("/plans/"))
    command = uuid4()
    metadata = Metadata(
        time=now,
        actor=Actor(sub="plan", role="system"),
        correlation=command,
        causation=command,
        regime="sgb2-2023",
        plan=id,
    )
    asked = SuspendConsequences(
        mediation=UUID(mediation), since=now, until=now + timedelta(weeks=4)
    )
    await jc.service.plans.handle(f"plan-{id}", asked, metadata, command_id=command)


async def test_as_of_a_moment_it_shows_how_things_stood(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    position = await jc.store.head()
    agreed_at = jc.clock.now()
    jc.clock.set(datetime(2026, 4, 10, 8, tzinfo=UTC))
    await jc.counsellor.does(f"{plan}/agreements/{agreement}/confirmations")
    assert (await glance(jc, plan))["headings"]["client"][0]["standing"] == "kept"
    for moment in (position, "2026-04-10T07:59:59Z"):
        then = await glance(jc, plan, f"?as-of={moment}")
        assert then["headings"]["client"][0]["standing"] == "open"
    assert (await glance(jc, plan, f"?as-of={position}"))["as_of"] == f"{agreed_at:%Y-%m-%dT%XZ}"


async def test_an_answer_about_the_past_says_what_it_is_true_for(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    position, agreed_at = await jc.store.head(), jc.clock.now()
    jc.clock.set(datetime(2026, 4, 10, 8, tzinfo=UTC))
    await jc.client.does(f"{plan}/voice", {"kind": "idea", "text": "Ein Praktikum"})
    for moment in (position, "2026-03-02T09:00:00Z"):
        then = await jc.client.get(f"{plan}/glance?as-of={moment}")
        assert then.headers["koop-as-of"] == agreed_at.isoformat()
    by_position = await jc.client.get(f"{plan}/glance?as-of={position}")
    assert by_position.headers["koop-position"] == str(position)


async def test_what_was_disputed_later_is_marked_in_the_past_too(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    position = await jc.store.head()
    fact = (await glance(jc, plan))["headings"]["client"][0]["event"]
    await jc.client.does(f"{plan}/disputes", {"fact": fact, "text": "Das stimmt so nicht"})
    for query in ("", f"?as-of={position}"):
        (mark,) = (await glance(jc, plan, query))["headings"]["client"][0]["disputed"]
        assert mark["text"] == "Das stimmt so nicht"


@pytest.mark.parametrize(
    ("moment", "status", "kind"),
    [
        ("2026-03-02T08:00:00Z", 404, "not-there-then"),
        ("2027-01-01T00:00:00Z", 422, "moment-ahead"),
        ("4711", 422, "no-event-there"),
        ("yesterday", 422, "invalid-request"),
        ("-5", 422, "invalid-request"),
        ("1772442000.5", 422, "invalid-request"),
    ],
)
async def test_a_moment_that_cannot_be_told_of_is_refused_with_what_can(
    jc: Jobcenter, moment: str, status: int, kind: str
) -> None:
    plan, _ = await agreed(jc)
    answer = await jc.client.get(f"{plan}/glance?as-of={moment}")
    assert answer.status_code == status
    assert answer.json()["type"].endswith(f":{kind}")
    assert answer.json()["allowed"]


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "html":
            self.language = dict(attrs).get("lang")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_read_by_people_and_by_screen_readers(
    jc: Jobcenter, language: str
) -> None:
    plan, _ = await agreed(jc)
    page = await jc.client.get(f"{plan}/glance?form=html&language={language}")
    outline = _Outline()
    outline.feed(page.text)
    words = wording(language)
    assert page.headers["content-language"] == language
    assert outline.language == language.partition("-")[0]
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("h2") == 7
    for heading in (words.glance.next, words.headings.client, words.headings.third_party):
        assert heading in page.text
    assert words.glance.stands["open"] in page.text
    assert APPLICATIONS["what"] in page.text


async def test_plain_german_says_it_plainly(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    text = (await jc.client.get(f"{plan}/glance?form=text&language=de-simple")).text
    assert "Nummer 1 vom Plan gilt. Sie gilt seit dem 02.03.2026." in text
    assert "Letzter Tag 31.03.2026: Das macht das Jobcenter." in text


async def test_staff_leave_a_record_of_the_glance(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await jc.client.get(f"{plan}/glance")
    await jc.counsellor.get(f"{plan}/glance?as-of=2026-03-02T09:00:00Z&form=text")
    (kept,) = [one for _, one in await jc.accesses.accesses()]
    assert (kept.what, f"/plans/{kept.plan}") == ("read_glance", plan)


async def test_a_page_may_use_its_own_style_and_nothing_else(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    page = await jc.client.get(f"{plan}/glance?form=html")
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert style
    assert page.headers.get_list("content-security-policy") == [
        f"default-src 'none'; style-src 'sha256-{hashed}'; frame-ancestors 'none'"
    ]
