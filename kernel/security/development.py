"""An issuer for one's own machine: it makes its own key and signs whatever it is asked to."""

import json
from datetime import timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from contracts.envelope import Role
from kernel.clock import Clock
from kernel.private_file import kept
from kernel.security.mode import Mode

ISSUER = "koop-development"
AUDIENCE = "kooperationsplan"
KEY_FILE = "issuer-key.json"


class DevelopmentOnly(Exception):
    """Somebody asked for a token that anyone could have asked for, on a real system."""

    def __init__(self) -> None:
        super().__init__(
            "The development issuer signs tokens for anyone, so it works with "
            "KOOP_MODE=development alone. Elsewhere tokens come from the identity provider."
        )


class DevelopmentIssuer:
    """Keeps its key pair in `data_dir`, readable by its owner alone."""

    def __init__(self, data_dir: Path, clock: Clock, mode: Mode) -> None:
        """Raises DevelopmentOnly."""
        if mode != "development":
            raise DevelopmentOnly
        self._key = _kept_key(data_dir / KEY_FILE)
        self._clock = clock

    @property
    def jwks(self) -> KeySet:
        """The public half, for a TokenVerifier(issuer=ISSUER, audience=AUDIENCE)."""
        return KeySet([ECKey.import_key(self._key.as_dict(private=False))])

    def token(
        self,
        role: Role,
        sub: str,
        organisation: str,
        client: str | None = None,
        ttl: timedelta = timedelta(hours=12),
    ) -> str:
        """A token for `sub`. A client's own needs no `client`, a representative's names it."""
        now = int(self._clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": sub,
            "role": role,
            "org": organisation,
            "iat": now,
            "nbf": now,
            "exp": now + int(ttl.total_seconds()),
        }
        if role == "client":
            claims["client"] = client or sub
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key)


def _kept_key(file: Path) -> ECKey:
    return ECKey.import_key(json.loads(kept(file, _made)))


def _made() -> bytes:
    return json.dumps(ECKey.generate_key("P-256", auto_kid=True).as_dict(private=True)).encode()
