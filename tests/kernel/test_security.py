"""Tokens: which are taken for whom, and why the others are not."""

import stat
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from contracts.envelope import Actor
from kernel.clock import SimulatedClock
from kernel.security import (
    DevelopmentIssuer,
    DevelopmentOnly,
    Identity,
    TokenExpired,
    TokenForged,
    TokenIncomplete,
    TokenMalformed,
    TokenNotYetValid,
    TokenRefused,
    TokenVerifier,
    TokenWrongAudience,
    TokenWrongIssuer,
    key_set,
)
from kernel.security.development import AUDIENCE, ISSUER

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EC = ECKey.generate_key("P-256", parameters={"kid": "ec"})
ED = OKPKey.generate_key("Ed25519", parameters={"kid": "ed"})
STRANGER = ECKey.generate_key("P-256", parameters={"kid": "ec"})
PUBLIC = KeySet.import_key_set(KeySet([EC, ED]).as_dict(private=False))

CLAIMS = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "staff-17",
    "role": "counsellor",
    "org": "jc-duesseldorf",
    "exp": int(NOON.timestamp()) + 3600,
}


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOON)


@pytest.fixture
def verifier(clock: SimulatedClock) -> TokenVerifier:
    return TokenVerifier(PUBLIC, issuer=ISSUER, audience=AUDIENCE, clock=clock)


def signed(key: Any = EC, alg: str = "ES256", kid: str | None = "ec", **claims: Any) -> str:
    """A token with the usual claims; None leaves one out."""
    said = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    head = {"alg": alg} | ({"kid": kid} if kid else {})
    return jwt.encode(head, said, key, algorithms=[alg])


def by_hand(head: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    parts = [urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode() for part in (head, claims)]
    return ".".join([*parts, signature])


def test_a_counsellors_token_says_who_asks(verifier: TokenVerifier) -> None:
    actor = Actor(sub="staff-17", role="counsellor", organisation="jc-duesseldorf")
    assert verifier.verify(signed()) == Identity(actor, client=None)


def test_a_clients_token_also_says_whose_plans_these_are(verifier: TokenVerifier) -> None:
    identity = verifier.verify(signed(sub="client-4711", role="client", client="client-4711"))
    assert identity.client == "client-4711"
    assert identity.actor.on_behalf_of is None


def test_a_representative_acts_on_behalf_of_the_client(verifier: TokenVerifier) -> None:
    identity = verifier.verify(signed(sub="person-8", role="client", client="client-4711"))
    assert identity.client == identity.actor.on_behalf_of == "client-4711"
    assert identity.actor.sub == "person-8"


def test_a_client_named_in_a_counsellors_token_gives_them_nothing(verifier: TokenVerifier) -> None:
    identity = verifier.verify(signed(client="client-4711"))
    assert identity.client is identity.actor.on_behalf_of is None


@pytest.mark.parametrize("alg", ["Ed25519", "EdDSA"])
def test_both_names_of_an_edwards_signature_are_accepted(alg: str, verifier: TokenVerifier) -> None:
    token = signed(ED, "Ed25519", "ed")
    if alg == "EdDSA":
        head, payload, _ = token.split(".")
        head = urlsafe_b64encode(b'{"alg":"EdDSA","kid":"ed"}').rstrip(b"=").decode()
        private = ED.get_op_key("sign")
        assert isinstance(private, Ed25519PrivateKey)
        signature = private.sign(f"{head}.{payload}".encode())
        token = f"{head}.{payload}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    assert verifier.verify(token).actor.sub == "staff-17"


def test_one_of_several_audiences_is_enough(verifier: TokenVerifier) -> None:
    assert verifier.verify(signed(aud=["other", AUDIENCE]))


def test_a_token_without_a_signature_is_forged(verifier: TokenVerifier) -> None:
    with pytest.raises(TokenForged):
        verifier.verify(by_hand({"alg": "none"}, CLAIMS))


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_forged(
    verifier: TokenVerifier,
) -> None:
    public = OctKey.import_key(EC.as_pem(private=False).replace(b"-----", b""))
    with pytest.raises(TokenForged):
        verifier.verify(signed(public, "HS256"))


def test_an_algorithm_that_is_not_accepted_is_refused_though_the_signature_is_right(
    clock: SimulatedClock,
) -> None:
    rsa = RSAKey.generate_key(2048, parameters={"kid": "rsa"})
    verifier = TokenVerifier(KeySet([rsa]), issuer=ISSUER, audience=AUDIENCE, clock=clock)
    with pytest.raises(TokenForged):
        verifier.verify(signed(rsa, "RS256", "rsa"))


def test_a_strangers_signature_is_forged(verifier: TokenVerifier) -> None:
    with pytest.raises(TokenForged):
        verifier.verify(signed(STRANGER))


@pytest.mark.parametrize("kid", ["nobodys", None])
def test_a_key_that_nobody_knows_is_forged(kid: str | None, verifier: TokenVerifier) -> None:
    with pytest.raises(TokenForged):
        verifier.verify(signed(kid=kid))


def test_claims_changed_after_signing_are_forged(verifier: TokenVerifier) -> None:
    head, _, signature = signed().split(".")
    other = signed(role="auditor").split(".")[1]
    with pytest.raises(TokenForged):
        verifier.verify(f"{head}.{other}.{signature}")


def test_a_signature_of_the_other_kind_is_forged(verifier: TokenVerifier) -> None:
    head = {"alg": "ES256", "kid": "ed"}
    signature = signed().rpartition(".")[2]
    with pytest.raises(TokenForged):
        verifier.verify(by_hand(head, CLAIMS, signature))


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "a.b.c.d.e", "ä.ö.ü", "." * 9000])
def test_what_is_no_token_is_malformed(token: str, verifier: TokenVerifier) -> None:
    with pytest.raises(TokenMalformed):
        verifier.verify(token)


@given(st.text(max_size=200) | st.builds(".".join, st.lists(st.text("eyJ0-_A", max_size=9))))
def test_whatever_is_sent_is_refused_and_nothing_breaks(token: str) -> None:
    verifier = TokenVerifier(PUBLIC, issuer=ISSUER, audience=AUDIENCE, clock=SimulatedClock(NOON))
    with pytest.raises(TokenRefused):
        verifier.verify(token)


def test_a_token_lasts_until_the_second_before_it_expires(
    verifier: TokenVerifier, clock: SimulatedClock
) -> None:
    token = signed()
    clock.set(NOON + timedelta(seconds=3599))
    assert verifier.verify(token)
    clock.set(NOON + timedelta(seconds=3600))
    with pytest.raises(TokenExpired):
        verifier.verify(token)


def test_a_token_that_was_seen_before_expires_all_the_same(
    verifier: TokenVerifier, clock: SimulatedClock
) -> None:
    token = signed()
    assert verifier.verify(token) is verifier.verify(token)
    clock.set(NOON + timedelta(hours=2))
    with pytest.raises(TokenExpired):
        verifier.verify(token)


def test_a_token_is_not_used_before_its_time_but_clocks_may_differ_a_little(
    verifier: TokenVerifier,
) -> None:
    assert verifier.verify(signed(nbf=int(NOON.timestamp()) + 30))
    with pytest.raises(TokenNotYetValid):
        verifier.verify(signed(nbf=int(NOON.timestamp()) + 31))


@pytest.mark.parametrize("issuer", ["somebody", None, [ISSUER]])
def test_another_issuer_is_refused(issuer: Any, verifier: TokenVerifier) -> None:
    with pytest.raises(TokenWrongIssuer):
        verifier.verify(signed(iss=issuer))


@pytest.mark.parametrize("audience", ["other", None, [], ["other"], {AUDIENCE: 1}])
def test_another_audience_is_refused(audience: Any, verifier: TokenVerifier) -> None:
    with pytest.raises(TokenWrongAudience):
        verifier.verify(signed(aud=audience))


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": None},
        {"sub": ""},
        {"sub": "not a name"},
        {"sub": 7},
        {"role": None},
        {"role": "director"},
        {"role": ["client"]},
        {"org": None},
        {"org": ""},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"role": "client"},
        {"role": "client", "client": ""},
        {"role": "client", "client": ["client-4711"]},
    ],
)
def test_a_token_that_does_not_say_enough_is_refused(
    claims: dict[str, Any], verifier: TokenVerifier
) -> None:
    with pytest.raises(TokenIncomplete):
        verifier.verify(signed(**claims))


def test_no_refusal_repeats_what_the_token_said(verifier: TokenVerifier) -> None:
    with pytest.raises(TokenRefused) as refused:
        verifier.verify(signed(sub="Erika Mustermann"))
    assert "Mustermann" not in f"{refused.value.detail} {refused.value.allowed}"


def test_more_tokens_than_are_remembered_are_still_verified(
    verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.security.verifier.REMEMBERED", 2)
    tokens = [signed(sub=f"staff-{n}") for n in range(5)]
    for _ in range(2):
        subs = [verifier.verify(token).actor.sub for token in tokens]
        assert subs == [f"staff-{n}" for n in range(5)]


def test_keys_are_read_from_a_file(tmp_path: Path, clock: SimulatedClock) -> None:
    file = tmp_path / "jwks.json"
    file.write_bytes(orjson.dumps(PUBLIC.as_dict(private=False)))
    verifier = TokenVerifier(key_set(file), issuer=ISSUER, audience=AUDIENCE, clock=clock)
    assert verifier.verify(signed()).actor.sub == "staff-17"


def test_a_development_token_is_taken_for_the_role_it_names(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    issuer = DevelopmentIssuer(tmp_path, clock, "development")
    verifier = TokenVerifier(issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=clock)
    own = verifier.verify(issuer.token("client", "client-4711", "jc-duesseldorf"))
    guardian = issuer.token("client", "person-8", "jc-duesseldorf", client="client-4711")
    assert own.client == verifier.verify(guardian).client == "client-4711"
    auditor = verifier.verify(issuer.token("auditor", "auditor-1", "jc-duesseldorf"))
    assert (auditor.actor.role, auditor.client) == ("auditor", None)


def test_a_development_token_lives_as_long_as_it_was_asked_to(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    issuer = DevelopmentIssuer(tmp_path, clock, "development")
    verifier = TokenVerifier(issuer.jwks, issuer=ISSUER, audience=AUDIENCE, clock=clock)
    token = issuer.token("system", "system", "jc-duesseldorf", ttl=timedelta(minutes=5))
    clock.set(NOON + timedelta(minutes=5))
    with pytest.raises(TokenExpired):
        verifier.verify(token)


def test_the_development_key_is_made_once_and_kept_private(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    token = DevelopmentIssuer(tmp_path, clock, "development").token("system", "s", "jc")
    again = DevelopmentIssuer(tmp_path, clock, "development")
    verifier = TokenVerifier(again.jwks, issuer=ISSUER, audience=AUDIENCE, clock=clock)
    assert verifier.verify(token).actor.sub == "s"
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all("d" not in key.as_dict() for key in again.jwks.keys)


def test_outside_development_the_issuer_refuses_and_makes_no_key(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    with pytest.raises(DevelopmentOnly):
        DevelopmentIssuer(tmp_path, clock, "production")
    assert list(tmp_path.iterdir()) == []
