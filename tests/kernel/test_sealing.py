"""Sealing, through the key store as the edge uses it."""

import asyncio
import os
import stat
import threading
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import OctKey

from contracts.model import Contract
from contracts.sealed import Ciphertext, Sealed
from kernel.event_store import StoreUnavailable
from kernel.http import answer
from kernel.sealing import (
    GONE,
    ClientErased,
    KeyStore,
    LiveKey,
    MasterKey,
    MasterKeyMissing,
    TamperedText,
    WrongMasterKey,
    master_key,
)
from kernel.sealing.jwe import Box
from kernel.sealing.kept_keys import KeptKeys, Tombstone

CLIENT = "client-4711"
TEXT = "Ich möchte wieder als Köchin arbeiten."
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = bytes(range(32))
MASTER = MasterKey(bytes(32))

Opened = Callable[[], KeyStore]


def live_key(secret: bytes) -> LiveKey:
    return LiveKey(CLIENT, lambda: secret)


@pytest.fixture(params=["file", pytest.param("server", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where keys are kept."""
    if request.param == "file":
        return tmp_path / "keys.db"
    url: str = request.getfixturevalue("postgres_database")
    return url


@pytest.fixture
async def opened(where: Path | str) -> AsyncIterator[Opened]:
    """Opens the same keys again, as a restart or another process does."""
    stores: list[KeyStore] = []

    def open_() -> KeyStore:
        stores.append(KeyStore(where, MASTER))
        return stores[-1]

    yield open_
    for store in stores:
        await store.close()


@pytest.fixture
def keys(opened: Opened) -> KeyStore:
    return opened()


async def destroyed(keys: KeyStore, client: str = CLIENT) -> None:
    """Repeated as long as it says so: others may be reading just then."""
    for _ in range(100):
        with suppress(StoreUnavailable):
            await keys.destroy(client, by="staff-9", reason="erasure asked for", at=NOON)
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{client} could not be erased")


async def test_what_was_sealed_opens_again(keys: KeyStore) -> None:
    seal, open_ = await keys.seal_for(CLIENT), await keys.open_for(CLIENT)
    assert open_(seal(TEXT)) == TEXT


async def test_a_sealed_text_does_not_show_what_it_says(keys: KeyStore) -> None:
    sealed = (await keys.seal_for(CLIENT))(TEXT)
    assert "Köchin" not in sealed
    assert b64encode("Köchin".encode()).decode()[:6] not in sealed


async def test_the_same_text_sealed_twice_gives_different_bytes(keys: KeyStore) -> None:
    seal = await keys.seal_for(CLIENT)
    assert seal(TEXT) != seal(TEXT)


async def test_a_key_survives_a_restart(opened: Opened) -> None:
    sealed = (await opened().seal_for(CLIENT))(TEXT)
    assert (await opened().open_for(CLIENT))(sealed) == TEXT


async def test_two_processes_that_make_a_key_at_once_end_with_the_same_one(opened: Opened) -> None:
    one, other = opened(), opened()
    first, second = await asyncio.gather(one.of(CLIENT), other.of(CLIENT))
    assert second.open(first.seal(TEXT)) == TEXT


async def test_callers_that_come_at_once_get_the_same_key(keys: KeyStore) -> None:
    found = await asyncio.gather(*(keys.of(CLIENT) for _ in range(20)))
    assert {key.open(found[0].seal(TEXT)) for key in found} == {TEXT}


async def test_another_clients_key_does_not_open_it(keys: KeyStore) -> None:
    sealed = (await keys.seal_for(CLIENT))(TEXT)
    other = await keys.of("client-4712")
    with pytest.raises(TamperedText):
        other.open(sealed)


async def test_reading_makes_no_key(keys: KeyStore) -> None:
    open_ = await keys.open_for("nobody")
    with pytest.raises(TamperedText):
        open_(Ciphertext("eyJ..a.b.c"))
    assert keys._kept.any_key() is None


async def test_the_texts_of_many_clients_are_opened_by_one_question(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = opened(), opened()
    clients = [f"client-{n}" for n in range(5)]
    sealed = {client: (await one.seal_for(client))(f"of {client}") for client in clients}
    await destroyed(one, "client-3")
    kept = type(other._kept)
    keys_of, asked = kept.keys_of, list[int]()

    def counted(keys: KeptKeys, clients: Sequence[str]) -> dict[str, bytes]:
        asked.append(len(clients))
        return keys_of(keys, clients)

    monkeypatch.setattr(kept, "keys_of", counted)
    open_for = await other.open_for_all([*clients, "nobody"])

    assert [open_for[client](sealed[client]) for client in clients] == [
        GONE if client == "client-3" else f"of {client}" for client in clients
    ]
    with pytest.raises(TamperedText):
        open_for["nobody"](sealed["client-0"])
    assert asked == [6]
    await other.open_for_all(clients)
    assert asked == [6]


def test_joserfc_opens_what_we_sealed() -> None:
    sealed = live_key(SECRET).seal(TEXT)
    opened = jwe.decrypt_compact(sealed, OctKey.import_key(SECRET))
    assert opened.plaintext == TEXT.encode()
    assert opened.protected == {
        "alg": "dir",
        "enc": "A256GCM",
        "kid": OctKey.import_key(SECRET).thumbprint(),
    }


def test_we_open_what_joserfc_sealed_whatever_order_its_header_has() -> None:
    key = OctKey.import_key(SECRET)
    head = {"kid": key.thumbprint(), "enc": "A256GCM", "alg": "dir"}
    sealed = jwe.encrypt_compact(head, TEXT.encode(), key)
    assert live_key(SECRET).open(Ciphertext(sealed)) == TEXT


def test_a_header_that_says_more_than_ours_is_not_opened() -> None:
    key = OctKey.import_key(SECRET)
    head = {"alg": "dir", "enc": "A256GCM", "kid": key.thumbprint(), "zip": "DEF"}
    sealed = jwe.encrypt_compact(head, TEXT.encode(), key)
    with pytest.raises(TamperedText):
        live_key(SECRET).open(Ciphertext(sealed))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_opens_to_itself(text: str) -> None:
    key = live_key(SECRET)
    assert key.open(key.seal(text)) == text


_SEALED = Box(SECRET).seal(TEXT.encode())


@given(at=st.integers(0, len(_SEALED) - 1), to=st.characters(max_codepoint=0x17F))
@settings(max_examples=400)
def test_a_text_changed_in_any_one_character_does_not_open(at: int, to: str) -> None:
    changed = _SEALED[:at] + to + _SEALED[at + 1 :]
    if changed != _SEALED:
        with pytest.raises(TamperedText):
            live_key(SECRET).open(Ciphertext(changed))


def test_a_sealed_text_has_one_spelling() -> None:
    """The last letter of the tag holds four bits that plain base64 ignores."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    opened = 0
    for last in alphabet:
        try:
            opened += live_key(SECRET).open(Ciphertext(_SEALED[:-1] + last)) == TEXT
        except TamperedText:
            continue
    assert opened == 1


@given(st.text(max_size=300))
def test_what_is_no_jwe_does_not_open(text: str) -> None:
    with pytest.raises(TamperedText):
        live_key(SECRET).open(Ciphertext(text))


class Note(Contract):
    text: Sealed


def test_damage_is_told_apart_while_an_answer_is_written() -> None:
    key = live_key(SECRET)
    note = Note(text=Ciphertext(_SEALED[:-3] + "AAA"))
    with pytest.raises(TamperedText):
        answer(note, open=key.open)


async def test_a_destroyed_key_leaves_the_mark_in_place_of_every_text(keys: KeyStore) -> None:
    sealed = (await keys.seal_for(CLIENT))(TEXT)
    await destroyed(keys)
    assert (await keys.open_for(CLIENT))(sealed) == GONE == "[gelöscht]"


async def test_nothing_more_is_sealed_for_an_erased_client(keys: KeyStore) -> None:
    await destroyed(keys)
    key = await keys.of(CLIENT)
    with pytest.raises(ClientErased) as refused:
        key.seal(TEXT)
    assert CLIENT not in refused.value.detail
    with pytest.raises(ClientErased):
        await keys.request_hash(CLIENT, b"{}")


async def test_a_key_held_since_before_it_was_destroyed_is_useless_too(keys: KeyStore) -> None:
    held = await keys.of(CLIENT)
    sealed = held.seal(TEXT)
    await destroyed(keys)
    assert held.open(sealed) == GONE
    with pytest.raises(ClientErased):
        held.seal(TEXT)


async def test_erasing_one_client_leaves_the_others(keys: KeyStore) -> None:
    kept = (await keys.seal_for("client-4712"))(TEXT)
    await destroyed(keys)
    assert (await keys.open_for("client-4712"))(kept) == TEXT


async def test_another_process_hears_of_it_before_it_uses_the_key_again(opened: Opened) -> None:
    one, other = opened(), opened()
    sealed = (await one.seal_for(CLIENT))(TEXT)
    assert (await other.open_for(CLIENT))(sealed) == TEXT
    await destroyed(one)
    assert (await other.open_for(CLIENT))(sealed) == GONE
    with pytest.raises(ClientErased):
        (await other.seal_for(CLIENT))(TEXT)


async def test_a_key_destroyed_on_its_way_into_memory_does_not_arrive(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from the file, then destroyed by another process and heard of, then remembered."""
    one, other = opened(), opened()
    await other.of(CLIENT)
    await one.of("client-4712")
    read, go_on = threading.Event(), threading.Event()
    kept = type(one._kept)
    keys_of = kept.keys_of

    def read_and_wait(keys: KeptKeys, clients: Sequence[str]) -> dict[str, bytes]:
        found = keys_of(keys, clients)
        read.set()
        go_on.wait(5)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(kept, "keys_of", read_and_wait)
        underway = asyncio.create_task(one.of(CLIENT))
        await asyncio.to_thread(read.wait, 5)
        await destroyed(other)
        await one.of("client-4712")
        go_on.set()
        key = await underway
    for late in (key, await one.of(CLIENT)):
        with pytest.raises(ClientErased):
            late.seal(TEXT)


async def test_a_key_destroyed_while_it_is_asked_who_has_none_does_not_arrive(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is old already when it comes; that there was an erasure is known by then."""
    one, other = opened(), opened()
    await other.of(CLIENT)
    among, answers = one._reader.tombstones, list[dict[str, Tombstone]]()

    async def late(clients: Sequence[str]) -> dict[str, Tombstone]:
        answers.append(await among(clients))
        if len(answers) == 1:
            await destroyed(other)
            await asyncio.sleep(0)
            await one._reader.heard_of_erasures()
        return answers[-1]

    monkeypatch.setattr(one._reader, "tombstones", late)
    key = await one.of(CLIENT)

    assert answers[0] == {}
    with pytest.raises(ClientErased):
        key.seal(TEXT)


async def test_it_stays_destroyed_after_a_restart(opened: Opened) -> None:
    first = opened()
    sealed = (await first.seal_for(CLIENT))(TEXT)
    await destroyed(first)
    again = opened()
    assert (await again.open_for(CLIENT))(sealed) == GONE
    with pytest.raises(ClientErased):
        (await again.seal_for(CLIENT))(TEXT)


async def test_a_client_who_never_had_a_key_can_be_erased_before_one_is_made(
    keys: KeyStore,
) -> None:
    await destroyed(keys, "never-seen")
    with pytest.raises(ClientErased):
        (await keys.seal_for("never-seen"))(TEXT)


async def test_the_tombstone_says_who_and_why_and_the_first_one_stands(keys: KeyStore) -> None:
    kid = OctKey.import_key(SECRET).thumbprint()
    await keys.of(CLIENT)
    first = await keys.destroy(CLIENT, by="staff-9", reason="erasure asked for", at=NOON)
    again = await keys.destroy(CLIENT, by="staff-1", reason="again", at=NOON.replace(hour=13))
    assert first == again == await keys.tombstone(CLIENT)
    assert (first.by, first.reason, first.at) == ("staff-9", "erasure asked for", NOON)
    assert first.kid is not None
    assert len(first.kid) == len(kid)
    assert await keys.tombstone("client-4712") is None


async def test_another_master_key_is_recognised_at_the_start(
    keys: KeyStore, where: Path | str
) -> None:
    await keys.of(CLIENT)
    with pytest.raises(WrongMasterKey):
        KeyStore(where, MasterKey(os.urandom(32)))


async def test_a_key_is_never_kept_as_it_is(keys: KeyStore) -> None:
    sealed = (await keys.of(CLIENT)).seal(TEXT)
    wrapped = keys._kept.keys_of([CLIENT])[CLIENT]
    with pytest.raises(TamperedText):
        live_key(wrapped[:32]).open(sealed)
    assert live_key(MASTER.unwrap(wrapped)).open(sealed) == TEXT


async def test_a_damaged_key_opens_nothing_and_leaves_the_texts_of_others_readable(
    keys: KeyStore,
) -> None:
    sealed = await keys.seal_for("client-2")
    of_the_other = sealed(TEXT)
    keys._kept.add(CLIENT, "kid", bytes(39) + b"\1")
    open_for = await keys.open_for_all([CLIENT, "client-2"])
    with pytest.raises(TamperedText):
        open_for[CLIENT](of_the_other)
    assert open_for["client-2"](of_the_other) == TEXT


async def test_of_keys_added_together_those_of_the_erased_are_left_out(keys: KeyStore) -> None:
    await destroyed(keys, "client-2")
    made = [(f"client-{n}", "kid", MASTER.wrap(bytes([n]) * 32)) for n in range(1, 4)]
    keys._kept.add_all(made)
    kept = keys._kept.keys_of([client for client, _, _ in made])
    assert kept == {"client-1": made[0][2], "client-3": made[2][2]}


async def test_keys_made_and_destroyed_at_once_are_destroyed_for_all(opened: Opened) -> None:
    one, other = opened(), opened()
    clients = [f"client-{n}" for n in range(12)]
    await asyncio.gather(
        *(destroyed(one, client) for client in clients[:6]),
        *(destroyed(other, client) for client in clients[6:]),
        *(store.of(client) for store in (one, other) for client in clients),
    )
    for store in (one, other):
        for client in clients:
            with pytest.raises(ClientErased):
                (await store.of(client)).seal(TEXT)
        assert store._kept.keys_of(clients) == {}


async def test_a_request_is_recognised_whatever_its_spacing_and_order(keys: KeyStore) -> None:
    one = await keys.request_hash(CLIENT, b'{"a": 1, "b": {"d": 2, "c": 3}}')
    same = await keys.request_hash(CLIENT, b'{"b":{"c":3,"d":2},"a":1}')
    other = await keys.request_hash(CLIENT, b'{"b":{"c":3,"d":2},"a":2}')
    assert one == same != other


async def test_the_same_request_for_another_client_has_another_hash(keys: KeyStore) -> None:
    assert await keys.request_hash(CLIENT, b"{}") != await keys.request_hash("client-2", b"{}")


async def test_a_request_hash_stays_the_same_after_a_restart(opened: Opened) -> None:
    assert await opened().request_hash(CLIENT, b"{}") == await opened().request_hash(CLIENT, b"{}")


def test_in_development_a_master_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    made = master_key(None, tmp_path, "development")
    wrapped = made.wrap(SECRET)
    assert master_key(None, tmp_path, "development").unwrap(wrapped) == SECRET
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize("configured", [None, ""])
def test_outside_development_a_master_key_has_to_be_given(
    configured: str | None, tmp_path: Path
) -> None:
    with pytest.raises(MasterKeyMissing):
        master_key(configured, tmp_path, "production")
    assert list(tmp_path.iterdir()) == []


def test_a_given_master_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    given_ = master_key(b64encode(SECRET).decode() + "\n", tmp_path, "production")
    assert MasterKey(SECRET).unwrap(given_.wrap(SECRET)) == SECRET
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", ["too short", b64encode(b"x" * 16).decode(), "ä" * 44])
def test_a_master_key_of_another_size_is_no_master_key(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r".+"):
        master_key(wrong, tmp_path, "production")
