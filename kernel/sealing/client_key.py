"""What one client's key can do, while it lives and after it was destroyed."""

import hmac
from collections.abc import Callable
from functools import cached_property
from typing import Protocol

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.refusal import Refusal
from contracts.sealed import Ciphertext
from kernel.sealing.jwe import Box, NotOurs, encoded
from kernel.sealing.master import WrongMasterKey

GONE = "[gelöscht]"
"""Stands where a personal text stood whose key was destroyed."""


class ClientErased(Refusal):
    """Nothing more can be sealed for a client whose data was erased (Art. 17 DSGVO)."""

    title_en = "This client's data was erased"
    title_de = "Die Daten dieser Person wurden gelöscht"

    def __init__(self, client: str) -> None:
        super().__init__(
            "The client's key was destroyed: no personal text can be kept for them any more.",
            allowed="What was recorded can still be read, without its personal texts.",
        )
        self.client = client


class TamperedText(Exception):
    """A stored text, or the key to it, is not what it was for this client: damage or
    manipulation."""

    def __init__(self, client: str, reason: str) -> None:
        super().__init__(f"a sealed text of {client} does not open: {reason}")
        self.client, self.reason = client, reason


class ClientKey(Protocol):
    def seal(self, text: str, /) -> Ciphertext:
        """A new ciphertext every time. Raises ClientErased."""

    def open(self, sealed: Ciphertext, /) -> str:
        """The text, or GONE where the key was destroyed. Raises TamperedText."""

    def request_hash(self, body: bytes, /) -> str:
        """A keyed hash of a JSON body, whatever its spacing and order. Raises ClientErased,
        and JSONDecodeError (a ValueError) for what is no JSON."""


class LiveKey:
    """What it takes to seal, open or hash is made when that is first asked for, and the secret is
    `unwrapped` no sooner: a list names many clients, and opens texts of few."""

    def __init__(self, client: str, unwrapped: Callable[[], bytes]) -> None:
        self._client, self._unwrapped, self._destroyed = client, unwrapped, False

    @property
    def kid(self) -> str:
        return self._box.kid

    def seal(self, text: str, /) -> Ciphertext:
        if self._destroyed:
            raise ClientErased(self._client)
        return Ciphertext(self._box.seal(text.encode()))

    def open(self, sealed: Ciphertext, /) -> str:
        if self._destroyed:
            return GONE
        try:
            return self._box.open(sealed).decode()
        except (NotOurs, WrongMasterKey) as cause:
            raise TamperedText(self._client, str(cause)) from cause

    def request_hash(self, body: bytes, /) -> str:
        if self._destroyed:
            raise ClientErased(self._client)
        canonical = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS) if body else b""
        hashing = self._hashing.copy()  # half of the work is in the key, and done
        hashing.update(canonical)
        return encoded(hashing.digest())

    def forget(self) -> None:
        """Whoever still holds this key from before it was destroyed cannot use it either."""
        self._destroyed = True

    @cached_property
    def _box(self) -> Box:
        return Box(self._unwrapped())

    @cached_property
    def _hashing(self) -> hmac.HMAC:
        derived = HKDF(SHA256(), 32, salt=None, info=b"request hash").derive(self._unwrapped())
        return hmac.new(derived, digestmod="sha256")


class ErasedKey:
    __slots__ = ("_client",)

    def __init__(self, client: str) -> None:
        self._client = client

    def seal(self, _: str, /) -> Ciphertext:
        raise ClientErased(self._client)

    def open(self, _: Ciphertext, /) -> str:
        return GONE

    def request_hash(self, _: bytes, /) -> str:
        raise ClientErased(self._client)


class NoKey:
    """For readers of a client for whom nothing was ever sealed."""

    __slots__ = ("_client",)

    def __init__(self, client: str) -> None:
        self._client = client

    def open(self, _: Ciphertext, /) -> str:
        raise TamperedText(self._client, "this client never had a key")
