"""The outbox folder: whole files, once, durable, for their owner alone; and quiet hours."""

import os
import stat
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from contracts import plan as p
from contracts.notifications import NotificationPostponed
from services.notifications.channels import ChannelFailed, Letter
from services.notifications.channels.outbox import Outbox
from services.notifications.domain.retries import DELAYS
from services.notifications.rendering.message import Message
from tests.services.notifications.world import CLIENT, DIGEST, MORNING, World, text

ID = UUID("7fddaa8e-a684-58bf-914e-05150999fdd7")
SENDER = Address(addr_spec="plan@jobcenter.example")
OFFERED = p.DraftOffered(version=1, digest=DIGEST, thinking_time_until=date(2026, 3, 16))
NIGHT = {"start": "20:00", "end": "08:00"}
EVENING = datetime(2026, 3, 2, 20, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)


def letter(body: str = "Grüße", at: datetime = MORNING) -> Letter:
    return Letter(ID, "client-1", None, Message("de", 1, "Betreff", body), at)


async def test_a_file_is_named_after_its_notification(tmp_path: Path):
    handed_over = await Outbox(tmp_path / "outbox", SENDER).hand_over(letter())
    assert handed_over.provider_id == f"{ID}.eml"
    assert os.listdir(tmp_path / "outbox") == [f"{ID}.eml"]


async def test_handing_over_twice_changes_nothing(tmp_path: Path):
    outbox = Outbox(tmp_path, SENDER)
    first = await outbox.hand_over(letter())
    before = (tmp_path / f"{ID}.eml").read_bytes()
    again = await outbox.hand_over(letter("Etwas anderes", MORNING + timedelta(days=1)))
    assert again == first
    assert (tmp_path / f"{ID}.eml").read_bytes() == before


async def test_only_the_owner_may_read_it(tmp_path: Path):
    await Outbox(tmp_path / "outbox", SENDER).hand_over(letter())
    folder = tmp_path / "outbox"
    modes = [stat.S_IMODE(os.stat(path).st_mode) for path in (folder, folder / f"{ID}.eml")]
    assert modes == [0o700, 0o600]


async def test_what_was_begun_and_never_finished_is_no_message_and_in_nobodys_way(tmp_path: Path):
    (tmp_path / f".{ID}.eml").write_bytes(b"From: half a")
    await Outbox(tmp_path, SENDER).hand_over(letter())
    assert os.listdir(tmp_path) == [f"{ID}.eml"]
    assert b"half a" not in (tmp_path / f"{ID}.eml").read_bytes()


async def test_a_folder_that_cannot_be_written_to_may_be_one_later(tmp_path: Path):
    (tmp_path / "outbox").write_text("in the way")
    with pytest.raises(ChannelFailed) as failed:
        await Outbox(tmp_path / "outbox", SENDER).hand_over(letter())
    assert not failed.value.permanent


async def test_what_the_outbox_did_not_take_is_tried_again(world: World):
    (world.folder / "outbox").write_text("in the way")
    await world.opened()
    await world.says(OFFERED)
    await world.settled()
    [row] = await world.notifications()
    assert (row.state, row.failures) == ("waiting", 1)
    (world.folder / "outbox").unlink()
    await world.until(MORNING + DELAYS[0])
    assert await world.told("sent") == [("client-1", "draft-offered")]


async def test_a_file_that_was_handed_over_but_not_written_down_stays_as_it_is(world: World):
    """As after a crash between the two."""
    await world.opened()
    await world.says(OFFERED)
    await world.settled()
    [(id, first)] = world.mails().items()
    path = world.folder / "outbox" / f"{id}.eml"
    kept = path.read_bytes()
    other = Outbox(world.folder / "outbox", SENDER)
    await other.hand_over(Letter(UUID(id), "client-1", None, Message("de", 1, "x", "y"), EVENING))
    assert path.read_bytes() == kept
    assert first["Date"].datetime == MORNING


async def test_the_date_is_the_clocks(world: World):
    await world.until(MORNING + timedelta(hours=3))
    await world.opened()
    await world.says(OFFERED)
    await world.settled()
    assert (await world.mail("draft-offered"))["Date"].datetime == MORNING + timedelta(hours=3)


async def test_nothing_goes_out_in_the_quiet_hours(world: World):
    await world.wishes(CLIENT, quiet_hours=NIGHT)
    await world.opened()
    await world.until(EVENING)
    await world.says(OFFERED)
    await world.until(NEXT_MORNING - timedelta(seconds=1))
    assert world.mails() == {}
    await world.until(NEXT_MORNING)
    assert await world.told("sent") == [("client-1", "draft-offered")]
    assert not [r for r in await world.said() if isinstance(r.event, NotificationPostponed)]


async def test_quiet_hours_set_meanwhile_count_for_what_waits_already(world: World):
    (world.folder / "outbox").write_text("in the way")
    await world.opened()
    await world.until(EVENING - timedelta(seconds=30))
    await world.says(OFFERED)
    await world.settled()
    (world.folder / "outbox").unlink()
    await world.wishes(CLIENT, quiet_hours=NIGHT)
    await world.until(EVENING + timedelta(hours=1))
    assert world.mails() == {}
    assert [
        r.event.until for r in await world.said() if isinstance(r.event, NotificationPostponed)
    ] == [NEXT_MORNING]
    await world.until(NEXT_MORNING)
    assert await world.told("sent") == [("client-1", "draft-offered")]


async def test_who_wakes_in_the_quiet_hours_waits_for_their_end(world: World):
    await world.wishes(CLIENT, quiet_hours=NIGHT)
    await world.opened()
    await world.settled()
    await world.following.stop()
    await world.says(OFFERED)
    world.clock.set(EVENING)
    async with world.restart():
        await world.settled()
        assert world.mails() == {}
        await world.until(NEXT_MORNING)
        assert await world.told("sent") == [("client-1", "draft-offered")]


async def test_what_waits_says_what_was_true_when_it_was_planned(world: World):
    """Whatever happened since has a message of its own."""
    agreement = p.Item(kind="agreement", id=uuid4())
    reasons = await world.sealed("Bitte.")
    upheld = p.DifficultyAnswered(item=agreement, answer="upheld", reasons=reasons)
    moved = p.DifficultyAnswered(
        item=agreement, answer="extended", reasons=reasons, new_due=date(2026, 5, 29)
    )
    await world.opened()
    await world.agreed(await world.terms(agreement.id, date(2026, 4, 30)))
    await world.wishes(CLIENT, quiet_hours=NIGHT)
    await world.until(EVENING)
    await world.says(upheld)
    await world.says(moved)
    await world.until(NEXT_MORNING)
    assert "30. April 2026" in text(await world.mail("difficulty-upheld"))
    assert "29. Mai 2026" in text(await world.mail("difficulty-eased"))
