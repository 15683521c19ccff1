"""One message on its way: an e-mail (RFC 5322), the same bytes for every channel."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from uuid import UUID

from contracts.plan import Digest
from services.notifications.rendering.message import Message

LONGEST_LINE = 998
"""Octets that a line may have without being encoded (RFC 5322 § 2.1.1)."""

POSTBOX = Address(username="postbox", domain="kooperationsplan.invalid")
"""Stands in the outbox where an e-mail has its address: `.invalid` never leads anywhere."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`notification` makes the Message-ID: handed over twice, it is recognisably the same.

    `address` is the recipient's e-mail address, if it is to go there.
    """

    notification: UUID
    recipient: str
    address: str | None
    message: Message
    written_at: datetime


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What the channel calls it, and the digest of its bytes."""

    provider_id: str
    rendered: Digest


def digest(content: bytes) -> Digest:
    return f"sha256:{sha256(content).hexdigest()}"


def message_id(letter: Letter, sender: Address) -> str:
    return f"<{letter.notification}@{sender.domain}>"


def composed(letter: Letter, sender: Address) -> EmailMessage:
    """Plain text in UTF-8. Says that no person wrote it (RFC 3834): nobody's absence answers."""
    email = EmailMessage(SMTP)
    email["From"] = sender
    email["To"] = _to(letter)
    email["Subject"] = letter.message.subject
    email["Date"] = format_datetime(letter.written_at)
    email["Message-ID"] = message_id(letter, sender)
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(letter.message.body, cte=_encoding(letter.message.body))
    email["Content-Language"] = letter.message.language  # not before: set_content drops it
    return email


def _to(letter: Letter) -> Address:
    if letter.address:
        return Address(addr_spec=letter.address)
    return Address(letter.recipient, POSTBOX.username, POSTBOX.domain)


def _encoding(body: str) -> str:
    """Readable as it is, unless somebody wrote a very long line without a blank."""
    longest = max(len(line.encode()) for line in body.split("\n"))
    return "8bit" if longest <= LONGEST_LINE else "quoted-printable"
