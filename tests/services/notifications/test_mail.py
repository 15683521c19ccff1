"""E-mail, to a real SMTP server: taken, refused for now, refused for good, not there at all."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from hashlib import sha256
from uuid import UUID

import pytest

from contracts import plan as p
from contracts.notifications import NotificationSent
from services.notifications.channels import ChannelFailed, Letter
from services.notifications.channels.mail_server import (
    MailServer,
    MailServerRefused,
    mail_server,
)
from services.notifications.channels.smtp import Mail
from services.notifications.domain.retries import DELAYS
from services.notifications.rendering.message import Message
from tests.services.notifications.mail_host import MailHost, mail_host
from tests.services.notifications.world import CLIENT, DIGEST, MORNING, World, parsed, text

ADDRESS = "anna@post.example"
SENDER = Address(addr_spec="plan@jobcenter.example")
OFFERED = p.DraftOffered(version=1, digest=DIGEST, thinking_time_until=date(2026, 3, 16))


@pytest.fixture
async def host() -> AsyncIterator[MailHost]:
    async with mail_host() as host:
        yield host


@pytest.fixture
async def by_mail(asleep: World, host: MailHost) -> AsyncIterator[World]:
    """The client wants e-mail, and this installation can send it."""
    asleep.mail_server = host.server
    async with asleep.restart():
        wanted = await asleep.wishes(CLIENT, channels=["email", "outbox"], email=ADDRESS)
        assert wanted.status_code == 201, wanted.text
        await asleep.opened()
        yield asleep


def letter(body: str = "Grüße", address: str | None = ADDRESS) -> Letter:
    message = Message("de", 1, "Ein Betreff mit ü", body)
    id = UUID("7fddaa8e-a684-58bf-914e-05150999fdd7")
    return Letter(id, "client-1", address, message, MORNING)


async def state(world: World) -> str:
    [row] = await world.notifications()
    return row.state


async def test_a_message_is_handed_over_to_the_mail_server(by_mail: World, host: MailHost):
    await by_mail.says(OFFERED)
    await by_mail.settled()
    [taken] = host.received
    assert (taken.mail_from, taken.rcpt_tos) == ("plan@jobcenter.example", [ADDRESS])
    mail = parsed(taken.original_content)
    assert mail["To"] == ADDRESS
    assert "liegt für Sie bereit" in mail["Subject"]
    assert "Bedenkzeit bis Montag, 16. März 2026." in text(mail)
    [sent] = [r for r in await by_mail.said() if isinstance(r.event, NotificationSent)]
    assert sent.event.channel == "email"
    assert sent.event.provider_id == mail["Message-ID"]
    assert sent.event.rendered == f"sha256:{sha256(taken.original_content).hexdigest()}"
    assert by_mail.mails() == {}


async def test_a_temporary_refusal_is_tried_again_until_it_is_taken(by_mail: World, host: MailHost):
    host.answers = ["451 try again later", "452 no room just now"]
    await by_mail.says(OFFERED)
    await by_mail.settled()
    [row] = await by_mail.notifications()
    assert (row.state, row.failures) == ("waiting", 1)
    assert row.reason == "the mail server refused it for now (451)"
    await by_mail.until(MORNING + DELAYS[0] + DELAYS[1])
    [row] = await by_mail.notifications()
    assert (row.state, row.failures, row.reason, len(host.received)) == ("sent", 2, None, 1)


async def test_a_permanent_refusal_is_abandoned_and_names_no_address(
    by_mail: World, host: MailHost
):
    host.refused_recipients = {ADDRESS: f"550 {ADDRESS} unknown"}
    await by_mail.says(OFFERED)
    await by_mail.settled()
    [row] = await by_mail.notifications()
    assert (row.state, row.failures) == ("abandoned", 1)
    assert row.reason == "the mail server refused it for good (550)"
    await by_mail.until(MORNING + timedelta(days=3))
    assert host.received == []


async def test_a_server_that_refuses_us_may_take_it_once_that_is_put_right(host: MailHost):
    """It says nothing of this message."""
    host.refused_sender = "550 not from here"
    with pytest.raises(ChannelFailed) as failed:
        await Mail(host.server, SENDER).hand_over(letter())
    assert not failed.value.permanent


async def test_a_server_that_stays_away_is_tried_a_bounded_number_of_times(
    asleep: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("services.notifications.channels.smtp.REST", 0.0)
    asleep.mail_server = MailServer("127.0.0.1", 1, tls="none")
    async with asleep.restart():
        await asleep.wishes(CLIENT, channels=["email"], email=ADDRESS)
        await asleep.opened()
        await asleep.says(OFFERED)
        await asleep.until(MORNING + timedelta(days=3))
        [row] = await asleep.notifications()
        assert (row.state, row.failures) == ("abandoned", len(DELAYS) + 1)
        assert row.reason == "the mail server cannot be used (SMTPConnectError)"


async def test_a_server_that_comes_back_gets_what_waited(
    asleep: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("services.notifications.channels.smtp.REST", 0.0)
    asleep.mail_server = MailServer("127.0.0.1", 1, tls="none")
    async with asleep.restart():
        await asleep.wishes(CLIENT, channels=["email"], email=ADDRESS)
        await asleep.opened()
        await asleep.says(OFFERED)
        await asleep.settled()
        assert await state(asleep) == "waiting"
    async with mail_host() as host:
        asleep.mail_server = host.server
        async with asleep.restart():
            await asleep.until(MORNING + DELAYS[0])
            assert (await state(asleep), len(host.received)) == ("sent", 1)


async def test_who_changes_to_the_outbox_meanwhile_gets_it_there(by_mail: World, host: MailHost):
    host.answers = ["451 try again later"]
    await by_mail.says(OFFERED)
    await by_mail.settled()
    await by_mail.wishes(CLIENT, channels=["outbox"], language="en")
    await by_mail.until(MORNING + DELAYS[0])
    [row] = await by_mail.notifications()
    assert (row.state, row.channel, row.language) == ("sent", "outbox", "en")
    assert "is ready for you" in (await by_mail.mail("draft-offered"))["Subject"]


async def test_without_a_mail_server_everything_goes_to_the_outbox(world: World):
    await world.wishes(CLIENT, channels=["email"], email=ADDRESS)
    await world.opened()
    await world.says(OFFERED)
    await world.settled()
    mail = await world.mail("draft-offered")
    assert ADDRESS not in mail.as_string()


async def test_an_address_is_only_ever_kept_sealed(by_mail: World):
    page = await by_mail.store.read_all(categories=["recipient"])
    [stored] = page.events
    assert b"eyJ" in stored.data
    assert ADDRESS.encode() not in stored.data


async def test_an_answer_that_gets_lost_brings_the_same_message_again(host: MailHost):
    """What SMTP cannot promise: taken twice, recognisable by its Message-ID."""
    host.dies_after_data = 1
    mail = Mail(host.server, SENDER, timeout=5)
    with pytest.raises(ChannelFailed):
        await mail.hand_over(letter())
    mail = Mail(host.server, SENDER, timeout=5)
    await mail.hand_over(letter())
    ids = [parsed(one.original_content)["Message-ID"] for one in host.received]
    assert ids == ["<7fddaa8e-a684-58bf-914e-05150999fdd7@jobcenter.example>"] * 2


async def test_a_server_that_says_nothing_is_not_waited_for_twice_in_a_row(host: MailHost):
    host.silent = True
    mail = Mail(host.server, SENDER, timeout=0.2)
    with pytest.raises(ChannelFailed, match="cannot be used"):
        await mail.hand_over(letter())
    with pytest.raises(ChannelFailed, match="a moment ago"):
        await mail.hand_over(letter())
    assert host.connections == 1


async def test_a_server_without_eight_bit_gets_seven(host: MailHost):
    host.eight_bit = False
    handed_over = await Mail(host.server, SENDER).hand_over(letter())
    [taken] = host.received
    assert taken.original_content.isascii()
    assert parsed(taken.original_content).get_content().strip() == "Grüße"
    assert handed_over.rendered == f"sha256:{sha256(taken.original_content).hexdigest()}"


async def test_a_very_long_word_is_encoded_and_arrives_whole(host: MailHost):
    await Mail(host.server, SENDER).hand_over(letter("ü" * 3_000))
    [taken] = host.received
    assert max(map(len, taken.original_content.split(b"\r\n"))) <= 998
    assert parsed(taken.original_content).get_content().strip() == "ü" * 3_000


async def test_a_server_that_must_encrypt_and_cannot_gets_nothing(host: MailHost):
    secure = MailServer(host.server.host, host.server.port, tls="starttls")
    with pytest.raises(ChannelFailed, match="cannot be used") as failed:
        await Mail(secure, SENDER).hand_over(letter())
    assert not failed.value.permanent
    assert host.received == []


async def test_without_an_address_nothing_can_be_sent_for_good(host: MailHost):
    with pytest.raises(ChannelFailed) as failed:
        await Mail(host.server, SENDER).hand_over(letter(address=None))
    assert failed.value.permanent


async def test_messages_of_one_instant_go_out_beside_each_other(by_mail: World, host: MailHost):
    await asyncio.gather(*(by_mail.says(OFFERED) for _ in range(20)))
    await by_mail.settled()
    assert len(host.received) == 20


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.test", MailServer("mail.test", 587, "starttls")),
        ("smtps://mail.test", MailServer("mail.test", 465, "implicit")),
        ("smtp://mail.test:25?tls=none", MailServer("mail.test", 25, "none")),
        ("smtp://a%40b:p%2Fw@mail.test", MailServer("mail.test", 587, "starttls", "a@b", "p/w")),
    ],
)
def test_a_mail_server_is_named_by_a_url(url: str, expected: MailServer):
    assert mail_server(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.test",
        "smtp://",
        "smtp://h:x",
        "smtp://h?tls=maybe",
        "smtp://u:secret@h?tls=none",
    ],
)
def test_a_url_that_cannot_be_is_refused_without_repeating_it(url: str):
    with pytest.raises(MailServerRefused) as refused:
        mail_server(url)
    assert "secret" not in str(refused.value)


def test_a_mail_server_keeps_its_password_to_itself():
    assert "secret" not in repr(mail_server("smtp://u:secret@mail.test"))


async def test_quiet_hours_hold_e_mail_back_until_they_end(by_mail: World, host: MailHost):
    night = {"start": "20:00", "end": "08:00"}
    await by_mail.wishes(CLIENT, channels=["email"], email=ADDRESS, quiet_hours=night)
    await by_mail.until(datetime(2026, 3, 28, 20, tzinfo=UTC))  # the last night of winter time
    await by_mail.says(OFFERED)
    await by_mail.until(datetime(2026, 3, 29, 5, 59, tzinfo=UTC))
    assert (await state(by_mail), host.received) == ("waiting", [])
    await by_mail.until(datetime(2026, 3, 29, 6, tzinfo=UTC))
    assert (await state(by_mail), len(host.received)) == ("sent", 1)
