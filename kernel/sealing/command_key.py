"""The key that commands are encrypted for, so that no text ever lies plain on a topic."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = {"alg": "ECDH-ES", "enc": "A256GCM"}


class NotForUs(ValueError):
    """No JWE in compact form, for another key, or not as it was when it was encrypted."""


class CommandKey:
    """One key pair of a service: whoever sends commands needs the public half alone."""

    def __init__(self, secret: bytes) -> None:
        """`secret` has 32 bytes."""
        self._key = OKPKey.import_key(X25519PrivateKey.from_private_bytes(secret))
        self.kid = self._key.thumbprint()

    @property
    def public(self) -> dict[str, Any]:
        """A JWK (RFC 7517, RFC 8037)."""
        return {**self._key.as_dict(private=False), "kid": self.kid, "use": "enc", "alg": "ECDH-ES"}

    def open(self, encrypted: bytes) -> bytes:
        """Raises NotForUs."""
        try:
            opened = jwe.decrypt_compact(encrypted, self._key, algorithms=list(ALGORITHM.values()))
        except (JoseError, ValueError) as cause:
            raise NotForUs("it is not encrypted for this service's key") from cause
        return opened.plaintext or b""


def encrypted_for(public: dict[str, Any], plain: bytes) -> bytes:
    """For whoever has that key pair. Raises ValueError for what is no such JWK."""
    try:
        key = OKPKey.import_key(public)
        head = {**ALGORITHM, "kid": key.kid or key.thumbprint()}
        return jwe.encrypt_compact(head, plain, key).encode()
    except JoseError as cause:
        raise ValueError(f"not a key to encrypt with: {cause}") from cause
