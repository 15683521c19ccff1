"""A real SMTP server in this process, that can be told how to behave."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notifications.channels.mail_server import MailServer


@dataclass
class MailHost:
    """`answers` are given to the next messages, one each; afterwards all are accepted."""

    server: MailServer
    received: list[Envelope] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused_recipients: dict[str, str] = field(default_factory=dict)
    refused_sender: str = ""
    eight_bit: bool = True
    silent: bool = False
    dies_after_data: int = 0
    connections: int = 0

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, _: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        if self.silent:
            await asyncio.sleep(60)
        return [r for r in responses if self.eight_bit or "8BITMIME" not in r]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refused_sender:
            return self.refused_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.received.append(envelope)
        if self.dies_after_data:
            self.dies_after_data -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 taken"


@asynccontextmanager
async def mail_host(**behaviour: Any) -> AsyncIterator[MailHost]:
    listening = socket.create_server(("127.0.0.1", 0))
    host = MailHost(MailServer("127.0.0.1", listening.getsockname()[1], tls="none"), **behaviour)
    loop = asyncio.get_running_loop()
    running: list[SMTP] = []

    def serve() -> SMTP:
        running.append(SMTP(host, hostname="mail.test", enable_SMTPUTF8=False, loop=loop))
        return running[-1]

    server = await loop.create_server(serve, sock=listening)
    try:
        yield host
    finally:
        server.close()
        for one in running:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0)
