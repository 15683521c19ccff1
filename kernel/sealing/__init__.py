"""Personal texts, sealed with one key per client; destroying the key erases them everywhere.

keys = KeyStore(data_dir / "keys.db", master_key(configured, data_dir, mode))
key = await keys.of(client)              # made at first use; afterwards from memory
draft = DraftAgreement.__pydantic_validator__.validate_json(raw, context={"seal": key.seal})
plain = view.__pydantic_serializer__.to_json(view, context={"open": key.open})
"""

from kernel.sealing.client_key import (
    GONE,
    ClientErased,
    ClientKey,
    ErasedKey,
    LiveKey,
    TamperedText,
)
from kernel.sealing.kept_keys import Tombstone
from kernel.sealing.key_store import KeyStore
from kernel.sealing.master import MasterKey, MasterKeyMissing, WrongMasterKey, master_key

__all__ = [
    "GONE",
    "ClientErased",
    "ClientKey",
    "ErasedKey",
    "KeyStore",
    "LiveKey",
    "MasterKey",
    "MasterKeyMissing",
    "TamperedText",
    "Tombstone",
    "WrongMasterKey",
    "master_key",
]
