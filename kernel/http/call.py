"""One request to a service: who asks, with which key, about which revision, with what."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from contracts.envelope import Metadata
from kernel.http.bodies import body_of, broken_json, parsed
from kernel.http.consistency import taken_from
from kernel.http.idempotency import command_id
from kernel.http.preconditions import if_match, required_if_match
from kernel.http.refusals import InvalidRequest, PurposeMissing
from kernel.sealing import ClientKey
from kernel.security import Identity, TokenMissing, TokenVerifier

SHORTEST_PURPOSE, LONGEST_PURPOSE = 3, 200

M = TypeVar("M", bound=BaseModel)


class Call(Request):
    """What a route is given: a request by somebody who is known."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises TokenRefused, InvalidRequest."""
        super().__init__(scope, receive, send)
        self._sent: dict[bytes, bytes] = dict(scope["headers"])
        verifier: TokenVerifier = scope["app"].state.verifier
        self.identity: Identity = verifier.verify(_bearer(self._header(b"authorization")))
        _without_nul(scope["query_string"])
        self.consistent_with = taken_from(scope)
        self.request_hash: str | None = None
        self._raw: bytes | None = None
        self._command: UUID | None = None

    @property
    def command_id(self) -> UUID:
        """Raises IdempotencyKeyMissing, IdempotencyKeyInvalid."""
        if self._command is None:
            key = self._header(b"idempotency-key")
            path = self.scope["path"].removeprefix(self.scope.get("root_path", ""))
            self._command = command_id(self.identity.actor.sub, self.method, path, key)
        return self._command

    @property
    def if_match(self) -> int | None:
        """For `CommandHandler.handle`. Raises IfMatchInvalid, RevisionPassed."""
        return if_match(self._header(b"if-match"))

    @property
    def required_if_match(self) -> int | None:
        """The same, and raises IfMatchMissing."""
        return required_if_match(self._header(b"if-match"))

    def purpose(self, usual: str | None = None) -> str:
        """Why this is read, for the access log: `X-Purpose`, or what is `usual` for this reader.

        Raises PurposeMissing where nothing is usual.
        """
        said = self._sent.get(b"x-purpose", b"").decode("utf-8", "replace").strip()
        if not said and usual is not None:
            return usual
        if not SHORTEST_PURPOSE <= len(said) <= LONGEST_PURPOSE:
            raise PurposeMissing(
                "Reading this leaves a record of who read it, when and for which purpose.",
                allowed=f"X-Purpose: {SHORTEST_PURPOSE} to {LONGEST_PURPOSE} characters.",
            )
        return said

    async def content(self, model: type[M], key: ClientKey | None = None) -> M:
        """The body as `model`, its personal texts sealed with `key`; the body may be asked for
        twice. Raises NotJson, BodyTooLarge, BodyTooSlow, BrokenJson, InvalidRequest, ClientErased.
        """
        if self._raw is None:
            self._raw = await body_of(self._sent, self._receive)
        found = parsed(model, self._raw, key.seal if key else None)
        if key is not None:
            self.request_hash = _hash(key, self._raw)
        return found

    def metadata(
        self, time: datetime, regime: str, plan: UUID | None = None, correlation: UUID | None = None
    ) -> Metadata:
        """For the command that this call carries: a person is its cause."""
        return Metadata(
            time=time,
            actor=self.identity.actor,
            correlation=correlation or self.command_id,
            causation=self.command_id,
            regime=regime,
            plan=plan,
            request=self.request_hash,
        )

    def _header(self, name: bytes) -> str | None:
        value = self._sent.get(name)
        return None if value is None else value.decode("latin-1")


def _hash(key: ClientKey, raw: bytes) -> str:
    try:
        return key.request_hash(raw)
    except ValueError:  # pydantic reads NaN, which is no JSON (RFC 8259 § 6)
        raise broken_json() from None


def _without_nul(query: bytes) -> None:
    """No text that is looked for has one, and PostgreSQL takes none."""
    if b"%00" in query:
        raise InvalidRequest([{"parameter": "?", "kind": "nul", "detail": "Holds a NUL character"}])


def _bearer(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenMissing("There is no bearer token in the header Authorization.")
    return token.strip()
