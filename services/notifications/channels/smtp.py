"""E-mail over SMTP (RFC 5321)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from time import monotonic

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from services.notifications.channels import ChannelFailed
from services.notifications.channels.letter import HandedOver, Letter, composed, digest, message_id
from services.notifications.channels.mail_server import MailServer

TIMEOUT = 10.0
"""Seconds that the server has for each answer."""

REST = 30.0
"""Seconds for which a server that did not answer is left alone, so that nothing queues up."""

_SEVEN_BIT = CRLF.clone(cte_type="7bit")


class Mail:
    """Hands over to one server.

    At least once, not exactly once, and SMTP offers no way to more: the server may take a message
    and the connection, or this process, die before its answer arrives or is written down. It is
    then sent again, with the same Message-ID, by which most mailboxes recognise and drop the second
    copy. That the server took it does not mean that it arrived either: for that there are receipts.
    """

    def __init__(self, server: MailServer, sender: Address, *, timeout: float = TIMEOUT) -> None:
        self._server, self._sender, self._timeout = server, sender, timeout
        self._left_alone_until = 0.0

    async def hand_over(self, letter: Letter) -> HandedOver:
        """Raises ChannelFailed: permanent where the server refused this very message for good."""
        if letter.address is None:
            raise ChannelFailed("there is no e-mail address", permanent=True)
        if monotonic() < self._left_alone_until:
            raise ChannelFailed("the mail server could not be used a moment ago")
        email = composed(letter, self._sender)
        try:
            content = await self._send(email, letter.address)
        except SMTPException as cause:
            raise self._failed(cause) from None  # its words may hold the address
        except (OSError, TimeoutError) as cause:
            raise self._unanswered(cause) from None
        return HandedOver(message_id(letter, self._sender), digest(content))

    async def _send(self, email: EmailMessage, address: str) -> bytes:
        server = self._server
        connection = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            timeout=self._timeout,
        )
        async with connection:
            eight_bit = connection.supports_extension("8bitmime")
            content = email.as_bytes(policy=CRLF if eight_bit else _SEVEN_BIT)
            options = ["BODY=8BITMIME"] if eight_bit else []
            await connection.sendmail(
                self._sender.addr_spec, [address], content, mail_options=options
            )
        return content

    def _failed(self, cause: SMTPException) -> ChannelFailed:
        code = _code(cause)
        if code is None:
            return self._unanswered(cause)
        of_this_message = isinstance(cause, SMTPRecipientsRefused | SMTPDataError)
        permanent = of_this_message and code >= 500
        manner = "for good" if permanent else "for now"
        return ChannelFailed(f"the mail server refused it {manner} ({code})", permanent=permanent)

    def _unanswered(self, cause: Exception) -> ChannelFailed:
        self._left_alone_until = monotonic() + REST
        return ChannelFailed(f"the mail server cannot be used ({type(cause).__name__})")


def _code(cause: SMTPException) -> int | None:
    """The server's answer, if there was one; None for whatever kept it from answering."""
    if isinstance(cause, SMTPRecipientsRefused):
        return max((refused.code for refused in cause.recipients), default=None)
    return cause.code if isinstance(cause, SMTPResponseException) else None
