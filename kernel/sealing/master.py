"""The master key: without it the key file is worthless."""

import os
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from kernel.private_file import kept
from kernel.security.mode import Mode

MASTER_FILE = "master.key"
SIZE = 32


class MasterKeyMissing(Exception):
    def __init__(self) -> None:
        super().__init__(
            "KOOP_MASTER_KEY is not set. Outside development mode it must hold 32 random bytes in "
            "base64, kept apart from the data: openssl rand -base64 32"
        )


class WrongMasterKey(Exception):
    """The keys in the file were wrapped with another master key."""

    def __init__(self) -> None:
        super().__init__("The master key does not open this key file: is it the right one?")


class MasterKey:
    """Wraps clients' keys (AES key wrap, RFC 3394)."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SIZE:
            raise ValueError(f"a master key has {SIZE} bytes, not {len(secret)}")
        self._secret = secret

    def derived(self, purpose: str) -> bytes:
        """Another secret, for another purpose: nothing leads back from it (HKDF, RFC 5869)."""
        return HKDF(SHA256(), SIZE, salt=None, info=purpose.encode()).derive(self._secret)

    def wrap(self, key: bytes) -> bytes:
        return aes_key_wrap(self._secret, key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Raises WrongMasterKey."""
        try:
            return aes_key_unwrap(self._secret, wrapped)
        except InvalidUnwrap as cause:
            raise WrongMasterKey from cause


def master_key(configured: str | None, data_dir: Path, mode: Mode) -> MasterKey:
    """`configured` is KOOP_MASTER_KEY; in development a file in `data_dir` serves without it.

    Raises MasterKeyMissing, and ValueError for what is not 32 bytes in base64.
    """
    if not configured and mode != "development":
        raise MasterKeyMissing
    text = configured.encode() if configured else kept(data_dir / MASTER_FILE, _made)
    return MasterKey(b64decode(text.strip(), validate=True))


def _made() -> bytes:
    return b64encode(os.urandom(SIZE))
