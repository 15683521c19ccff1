"""From a token to an identity."""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from joserfc.jwk import KeySet
from pydantic import ValidationError

from contracts.envelope import Actor
from kernel.bounded import forget_oldest
from kernel.clock import Clock
from kernel.security.refusals import (
    TokenExpired,
    TokenIncomplete,
    TokenNotYetValid,
    TokenWrongAudience,
    TokenWrongIssuer,
)
from kernel.security.signatures import signed_claims

REMEMBERED = 10_000
"""Tokens that a verifier keeps in memory, by their hash."""

CLOCK_SKEW = timedelta(seconds=30)
"""How far an issuer's clock may run ahead of ours (`nbf`). An expired token gets no grace."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking. `client` is set for the role client alone: whose plans these are.

    It differs from `actor.sub` when a representative acts; then `actor.on_behalf_of` is it, too.
    """

    actor: Actor
    client: str | None = None


def key_set(jwks: Path) -> KeySet:
    """The public keys of a JWKS file. Raises OSError, and ValueError where it is no JWKS."""
    return KeySet.import_key_set(json.loads(jwks.read_bytes()))


class TokenVerifier:
    """Accepts what `issuer` signed for `audience` with one of the keys in `jwks`."""

    def __init__(self, jwks: KeySet, *, issuer: str, audience: str, clock: Clock) -> None:
        self._jwks, self._issuer, self._audience, self._clock = jwks, issuer, audience, clock
        self._known: dict[bytes, tuple[float, Identity]] = {}

    def verify(self, token: str) -> Identity:
        """Raises one of TokenRefused's subclasses, never anything else."""
        digest = sha256(token.encode("utf-8", "surrogateescape")).digest()
        now = self._clock.now().timestamp()
        known = self._known.get(digest)
        if known is None:
            known = self._read(token, now)
            self._remember(digest, known)
        expires, identity = known
        if now >= expires:
            self._known.pop(digest, None)
            raise TokenExpired("The token's time is over.")
        return identity

    def _read(self, token: str, now: float) -> tuple[float, Identity]:
        claims = signed_claims(token, self._jwks)
        expires = self._checked(claims, now)
        return expires, identity_from(claims)

    def _checked(self, claims: dict[str, Any], now: float) -> float:
        if claims.get("iss") != self._issuer:
            raise TokenWrongIssuer("The token's issuer (iss) is not the one trusted here.")
        audience = claims.get("aud")
        if self._audience not in (audience if isinstance(audience, list) else [audience]):
            raise TokenWrongAudience("The token's audience (aud) is not this system.")
        if _moment(claims, "nbf", absent=0.0) > now + CLOCK_SKEW.total_seconds():
            raise TokenNotYetValid("The token's time (nbf) has not come.")
        return _moment(claims, "exp")

    def _remember(self, digest: bytes, known: tuple[float, Identity]) -> None:
        self._known[digest] = known
        forget_oldest(self._known, REMEMBERED)


def _moment(claims: dict[str, Any], name: str, absent: float | None = None) -> float:
    value = claims.get(name, absent)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenIncomplete(f"The claim '{name}' is missing or no number.")
    return float(value)


def identity_from(claims: dict[str, Any]) -> Identity:
    """Needs `sub`, `role` and `org`; for the role client `client`, too. Raises TokenIncomplete."""
    client = claims.get("client") if claims.get("role") == "client" else None
    if claims.get("role") == "client" and not client:
        raise TokenIncomplete("The role client needs the claim 'client'.")
    if not claims.get("org"):
        raise TokenIncomplete("The claim 'org' (the jobcenter) is missing.")
    represented = client if client != claims.get("sub") else None
    named = {"sub": claims.get("sub"), "role": claims.get("role"), "organisation": claims["org"]}
    try:
        return Identity(Actor(**named, on_behalf_of=represented), client)
    except ValidationError as cause:
        fields = ", ".join(sorted({str(error["loc"][0]) for error in cause.errors()}))
        raise TokenIncomplete(f"Missing or not usable: {fields}.") from cause
