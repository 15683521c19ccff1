"""Which Kafka to talk to, and how."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiokafka.errors import KafkaError

from kernel import following

__all__ = ["LARGEST_MESSAGE", "REQUEST_SECONDS", "TRANSIENT", "Cluster", "KafkaError"]

REQUEST_SECONDS = 10.0
"""How long the brokers have for an answer before a request counts as failed."""

LARGEST_MESSAGE = 4 * 1024 * 1024
"""Bytes: an event of 1 MiB, its metadata, and room for a text that was escaped."""

TRANSIENT: tuple[type[Exception], ...] = (*following.TRANSIENT, KafkaError)
"""What may pass by itself, a cluster that is away or busy with itself included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """`servers` is `host:port`, several with commas; `prefix` stands before every topic and group.

    Without a `user` nobody logs in (SASL SCRAM-SHA-512); without `tls` nothing is encrypted. `ca`
    is the authority that signed the brokers' certificates, if not one that the system trusts;
    `certificate` and `key` are our own.
    """

    servers: str
    prefix: str = ""
    tls: bool = False
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    user: str | None = None
    password: str | None = None

    def client(self) -> dict[str, Any]:
        """Arguments for any of aiokafka's clients. Raises OSError for files that are not there."""
        secured = "SSL" if self.tls else "PLAINTEXT"
        login: dict[str, Any] = {"security_protocol": secured}
        if self.user is not None:
            login = {
                "security_protocol": f"SASL_{secured}",
                "sasl_mechanism": "SCRAM-SHA-512",
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password or "",
            }
        return {
            "bootstrap_servers": self.servers.split(","),
            "request_timeout_ms": round(REQUEST_SECONDS * 1000),
            "ssl_context": self.ssl_context(),
            **login,
        }

    def ssl_context(self) -> ssl.SSLContext | None:
        if not self.tls:
            return None
        context = ssl.create_default_context(cafile=self.ca)
        if self.certificate is not None:
            context.load_cert_chain(self.certificate, self.key)
        return context
