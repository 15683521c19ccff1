"""One request to a service: who asks, with which key, about which revision, with what."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from contracts.envelope import Metadata
from kernel.http.bodies import body_of, broken_json, parsed
from kernel.http.idempotency import command_id
from kernel.http.preconditions import if_match, required_if_match
from kernel.sealing import ClientKey
from kernel.security import Identity, TokenMissing, TokenVerifier

M = TypeVar("M", bound=BaseModel)


class Call(Request):
    """What a route is given. Everything in it is read when it is first asked for, once."""

    identity: Identity
    request_hash: str | None = None

    @cached_property
    def command_id(self) -> UUID:
        """Raises IdempotencyKeyMissing, IdempotencyKeyInvalid."""
        key = self.headers.get("idempotency-key")
        return command_id(self.identity.actor.sub, self.method, self.scope["path"], key)

    @property
    def if_match(self) -> int | None:
        """For `CommandHandler.handle`. Raises IfMatchInvalid, RevisionPassed."""
        return if_match(self.headers.get("if-match"))

    @property
    def required_if_match(self) -> int | None:
        """The same, and raises IfMatchMissing."""
        return required_if_match(self.headers.get("if-match"))

    async def content(self, model: type[M], key: ClientKey | None = None) -> M:
        """The body as `model`, its personal texts sealed with `key`; the body may be asked for
        twice. Raises NotJson, BodyTooLarge, BodyTooSlow, BrokenJson, InvalidRequest, ClientErased.
        """
        raw = await self._raw()
        found = parsed(model, raw, key.seal if key else None)
        if key is not None:
            self.request_hash = _hash(key, raw)
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

    async def _raw(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await body_of(self)
        return self._body


def _hash(key: ClientKey, raw: bytes) -> str:
    try:
        return key.request_hash(raw)
    except ValueError:  # pydantic reads NaN, which is no JSON (RFC 8259 § 6)
        raise broken_json() from None


class CallRoute(APIRoute):
    """Knows who asks before anything else is looked at, and hands the endpoint a Call."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def identified(request: Request) -> Response:
            call = Call(request.scope, request.receive)
            verifier: TokenVerifier = request.app.state.verifier
            call.identity = verifier.verify(_bearer(call))
            return await handle(call)

        return identified


def _bearer(call: Call) -> str:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenMissing("There is no bearer token in the header Authorization.")
    return token.strip()
