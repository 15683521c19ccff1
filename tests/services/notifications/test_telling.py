"""From an event to a message: planned once, sent once, in the language that somebody reads."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from contracts import plan as p
from contracts.notifications import NotificationPlanned, NotificationSent
from kernel.event_store import ExpectedRevision, NewEvent, StoreUnavailable
from tests.services.notifications.world import (
    CLIENT,
    CLOCK,
    COUNSELLOR,
    DIGEST,
    GUARDIAN,
    MORNING,
    World,
    text,
)

MINE = uuid4()
OFFERED = p.DraftOffered(version=1, digest=DIGEST, thinking_time_until=date(2026, 3, 16))


async def test_a_draft_reaches_the_client_as_a_file_in_the_outbox(world: World):
    await world.opened()
    cause = await world.says(OFFERED)
    await world.settled()
    assert await world.told("sent") == [("client-1", "draft-offered")]
    mail = await world.mail("draft-offered")
    assert mail["Subject"] == "Ihr Kooperationsplan: Ein Entwurf liegt für Sie bereit"
    assert mail["Content-Language"] == "de"
    assert "Bedenkzeit bis Montag, 16. März 2026." in text(mail)
    [planned, sent] = await world.said()
    assert planned.event.cause == cause
    assert planned.envelope.metadata.plan == sent.envelope.metadata.plan == world.plan
    assert planned.envelope.metadata.causation == cause


async def test_what_was_sent_can_be_proved_by_its_digest_and_is_kept_nowhere_else(world: World):
    await world.opened()
    reasons = await world.sealed("Wir geben Ihnen drei Wochen mehr.")
    await world.agreed(await world.terms(MINE, date(2026, 4, 30)))
    await world.says(
        p.DifficultyAnswered(
            item=p.Item(kind="agreement", id=MINE), answer="adjusted", reasons=reasons
        )
    )
    await world.settled()
    sent = [r for r in await world.said() if isinstance(r.event, NotificationSent)]
    for one in sent:
        file = world.folder / "outbox" / one.event.provider_id
        assert one.event.rendered == f"sha256:{sha256(file.read_bytes()).hexdigest()}"
    assert "drei Wochen mehr" in text(await world.mail("difficulty-eased"))
    for stored in (await world.store.read_all(categories=["notification"])).events:
        assert b"Wochen" not in stored.data
    for file in world.folder.glob("notifications.db*"):
        assert b"Wochen" not in file.read_bytes()


async def test_the_agreed_version_comes_with_its_copy_to_everyone_concerned(world: World):
    await world.opened(represented=True)
    await world.agreed(await world.terms(MINE, date(2026, 4, 30)))
    await world.settled()
    assert await world.told("sent") == [
        ("client-1", "plan-agreed"),
        ("guardian-1", "plan-agreed"),
        ("staff-1", "plan-agreed.staff"),
    ]
    for recipient in ("client-1", "guardian-1"):
        copy = text(await world.mail("plan-agreed", recipient))
        assert "3. Meine nächsten Schritte - Drei Bewerbungen Bis: Donnerstag" in copy
        assert "Dienstags kann ich nicht." in copy


async def test_everybody_reads_their_own_language(world: World):
    await world.wishes(CLIENT, language="de-simple")
    await world.wishes(GUARDIAN, language="en")
    await world.opened(represented=True)
    await world.says(OFFERED)
    await world.settled()
    simple, english = (
        await world.mail("draft-offered"),
        await world.mail("draft-offered", "guardian-1"),
    )
    assert "Ein Entwurf ist ein Vorschlag." in text(simple)
    assert simple["Content-Language"] == "de-simple"
    assert "Monday, 16 March 2026" in text(english)
    languages = {r.event.language for r in await world.said()}
    assert languages == {"de-simple", "en"}


async def test_hearing_of_everything_again_tells_nobody_again(world: World):
    await world.opened(represented=True)
    await world.agreed(await world.terms(MINE, date(2026, 4, 30)))
    await world.mediating()
    await world.settled()
    before, files = await world.store.head(), set(world.mails())
    await world.following.stop()
    empty = world.databases.open("forgotten")
    async with world.restart(empty):
        await world.settled()
        assert await world.store.head() == before
        assert set(world.mails()) == files
    await empty.close()


async def test_hearing_of_an_event_again_after_others_came_tells_nobody_else(world: World):
    """The draft was told to the counsellor of that day; the next one is not told of it."""
    await world.opened()
    await world.says(OFFERED, CLIENT)
    await world.settled()
    await world.says(p.CounsellorAssigned(counsellor="staff-2", previous="staff-1"))
    await world.settled()
    told = await world.told()
    assert ("staff-1", "draft-offered.staff") in told
    await world.following.stop()
    empty = world.databases.open("forgotten")
    async with world.restart(empty):
        await world.settled()
        assert await world.told() == told
    await empty.close()


async def test_what_was_said_while_everybody_slept_is_told_afterwards(asleep: World):
    await asleep.opened()
    await asleep.says(OFFERED)
    asleep.clock.set(MORNING + timedelta(days=3))
    async with asleep.following:
        await asleep.settled()
        assert await asleep.told("sent") == [("client-1", "draft-offered")]


async def test_nothing_is_sent_that_nobody_wrote_down(world: World):
    """Each file belongs to a notification that was planned."""
    await world.opened()
    await world.agreed(await world.terms(MINE, date(2026, 4, 30)))
    await world.settled()
    planned = [
        r.envelope.stream for r in await world.said() if isinstance(r.event, NotificationPlanned)
    ]
    assert {f"notification-{id}" for id in world.mails()} <= set(planned)


async def test_of_somebody_whose_data_was_erased_nothing_more_is_told(world: World):
    await world.opened()
    await world.agreed(await world.terms(MINE, date(2026, 4, 30)))
    await world.settled()
    await world.keys.destroy("client-1", by="staff-1", reason="Art. 17", at=world.clock.now())
    await world.says(p.AgreementFellOverdue(agreement=MINE, due=date(2026, 4, 30)), CLOCK)
    await world.settled()
    rows = [r for r in await world.notifications() if r.template.startswith("agreement-overdue")]
    assert {row.state for row in rows} == {"abandoned"}
    assert len(rows) == 2


async def test_a_plan_that_a_mediation_never_heard_of_is_told_of_all_the_same(world: World):
    await world.opened()
    await world.mediating()
    await world.settled()
    assert "Der Kurs im Mai" in text(await world.mail("mediation-requested"))
    assert "Montag, 30. März 2026" in text(await world.mail("mediation-requested"))


@pytest.mark.parametrize("written", [False, True], ids=["before", "after"])
async def test_a_store_that_fails_between_sending_and_writing_it_down_does_no_harm(
    world: World, monkeypatch: pytest.MonkeyPatch, written: bool
):
    """The answer may be lost before the event was written, or after."""
    append, failures = world.store.append, [StoreUnavailable("gone"), StoreUnavailable("gone")]

    async def failing(stream: str, events: Sequence[NewEvent], expected: ExpectedRevision):
        if events[0].type != "NotificationSent.v1" or not failures:
            return await append(stream, events, expected)
        if written:
            await append(stream, events, expected)
        raise failures.pop()

    monkeypatch.setattr(world.store, "append", failing)
    await world.opened()
    await world.says(OFFERED)
    await world.settled()
    assert not failures or written
    assert await world.told("sent") == [("client-1", "draft-offered")]
    [sent] = [r for r in await world.said() if isinstance(r.event, NotificationSent)]
    [file] = (world.folder / "outbox").iterdir()
    assert sent.event.rendered == f"sha256:{sha256(file.read_bytes()).hexdigest()}"


@pytest.mark.parametrize("by", [CLIENT, COUNSELLOR])
async def test_whoever_offers_a_draft_is_not_told_of_it(world: World, by):
    await world.opened()
    await world.says(OFFERED, by)
    await world.settled()
    [(recipient, _)] = await world.told()
    assert recipient == ("staff-1" if by is CLIENT else "client-1")
