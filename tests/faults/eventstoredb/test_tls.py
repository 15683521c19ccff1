"""TLS as the connection string says: trusted, not trusted, with a certificate of the user's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kernel.event_store import NoStream, StoreUnavailable
from kernel.event_store.eventstoredb import EventStoreDB, Times
from kernel.event_store.eventstoredb.meaning import AccessRefused
from tests.eventstoredb_server import Node
from tests.kernel.event_store.conformance.case import new

SOON = Times(call=1.0, outage=1.5, first=0.01, longest=0.1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`key.pem` and `certificate.pem`, signed by itself, good for the server and for a user."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture(params=[False, True], ids=["server", "mutual"])
async def node(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> AsyncIterator[Node]:
    key, certificate = ((folder / f"{n}.pem").read_bytes() for n in ("key", "certificate"))
    credentials = grpc.ssl_server_credentials(
        [(key, certificate)],
        root_certificates=certificate if request.param else None,
        require_client_auth=request.param,
    )
    async with Node(tmp_path / "log", credentials=credentials) as node:
        yield node


async def test_a_server_that_we_trust_and_that_trusts_us_takes_events(
    node: Node, folder: Path
) -> None:
    files = (
        f"tlsCaFile={folder}/certificate.pem"
        f"&UserCertFile={folder}/certificate.pem&UserKeyFile={folder}/key.pem"
    )
    store = await EventStoreDB.open(f"esdb://me:secret@127.0.0.1:{node.port}?{files}", SOON)

    assert (await store.append("plan-1", [new()], NoStream())).revision == 0
    assert len(await store.read_stream("plan-1")) == 1
    assert node.authorizations == {"Basic bWU6c2VjcmV0"}
    await store.close()


async def test_a_server_that_we_do_not_trust_gets_nothing(node: Node) -> None:
    store = await EventStoreDB.open(f"esdb://me:secret@127.0.0.1:{node.port}", SOON)

    with pytest.raises((AccessRefused, StoreUnavailable)):
        await store.append("plan-1", [new()], NoStream())

    assert node.authorizations == set()
    await store.close()
