"""JWE in compact form, `dir` + A256GCM, put together by hand on `cryptography`.

Seven times as fast as `joserfc.jwe`, which the tests keep us readable by, and the other way round.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


class NotOurs(ValueError):
    """No JWE, not for this key, or not as it was when it was sealed."""


def encoded(value: bytes) -> str:
    """base64url without padding (RFC 7515 § 2)."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(value: str) -> bytes:
    """Strict: one value has one spelling. Raises ValueError."""
    plain = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    if encoded(plain) != value:
        raise ValueError("not base64url as RFC 7515 has it")
    return plain


def thumbprint(secret: bytes) -> str:
    """RFC 7638 for a symmetric key. It commits a text to its key, which GCM alone does not."""
    return encoded(sha256(b'{"k":"%s","kty":"oct"}' % encoded(secret).encode()).digest())


class Box:
    """Seals and opens with one 256-bit key.

    `random` gives so many bytes. One nonce used twice under one key gives both texts away: only
    where nothing needs protection may it be anything else than the system's own.
    """

    __slots__ = ("_aes", "_head", "_random", "kid")

    def __init__(self, secret: bytes, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self.kid = thumbprint(secret)
        self._head = encoded(b'{"alg":"dir","enc":"A256GCM","kid":"%s"}' % self.kid.encode())
        self._aes = AESGCM(secret)

    def seal(self, text: bytes) -> str:
        nonce = self._random(NONCE)
        sealed = self._aes.encrypt(nonce, text, self._head.encode())
        return f"{self._head}..{encoded(nonce)}.{encoded(sealed[:-TAG])}.{encoded(sealed[-TAG:])}"

    def open(self, token: str) -> bytes:
        """Raises NotOurs."""
        try:
            head, wrapped, nonce, text, tag = token.split(".")
            if wrapped or not self._names_this_key(head):
                raise NotOurs("sealed with another key or in another way")
            return self._aes.decrypt(decoded(nonce), decoded(text) + decoded(tag), head.encode())
        except InvalidTag as cause:
            raise NotOurs("changed after it was sealed") from cause
        except NotOurs:
            raise
        except ValueError as cause:
            raise NotOurs("not a JWE in compact form") from cause

    def _names_this_key(self, head: str) -> bool:
        """Another writer may order the header's members differently; it is authenticated anyway."""
        if head == self._head:
            return True
        return bool(
            orjson.loads(decoded(head)) == {"alg": "dir", "enc": "A256GCM", "kid": self.kid}
        )
