"""Where e-mail is handed over, as a URL says it."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

Tls = Literal["starttls", "implicit", "none"]
_TLS: tuple[Tls, ...] = ("starttls", "implicit", "none")


class MailServerRefused(ValueError):
    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}; it looks like smtp://user:password@host:587?tls=starttls, and tls is one of "
            f"{', '.join(_TLS)}"
        )


@dataclass(frozen=True, slots=True)
class MailServer:
    """`implicit` is TLS from the first byte (port 465); `none` is for a server close by."""

    host: str
    port: int
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, tls={self.tls})"


def mail_server(url: str) -> MailServer:
    """Raises MailServerRefused, whose message never repeats the URL: it may hold a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise MailServerRefused("the URL of the mail server cannot be read") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise MailServerRefused("the URL of the mail server needs smtp:// or smtps:// and a host")
    tls = _tls(parse_qs(parts.query).get("tls", []), secure=parts.scheme == "smtps")
    if tls == "none" and parts.password:
        raise MailServerRefused("a password is not sent without TLS")
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return MailServer(
        parts.hostname, port or (465 if tls == "implicit" else 587), tls, user, password
    )


def _tls(said: list[str], *, secure: bool) -> Tls:
    wanted = said[-1] if said else ("implicit" if secure else "starttls")
    for tls in _TLS:
        if tls == wanted:
            return tls
    raise MailServerRefused("the URL of the mail server names an unknown kind of TLS")
