"""What a command may stumble over, each as a sentence that says what to do."""

import httpx

from kernel.event_store import EventStoreError
from kernel.kafka.cluster import KafkaError
from kernel.projections import Poisoned, ProjectionNotReady, StillNeeded
from kernel.sealing import MasterKeyMissing, WrongMasterKey
from kernel.security import DevelopmentOnly
from koop.cli.asking import Refused
from koop.cli.fetching import ExportBroken
from koop.cli.unusable import Unusable
from koop.demo.stage import StoryBroken
from koop.generate.keys import KeysThere
from koop.generate.workers import WorkerFailed
from koop.generate.writing import NotEmpty
from koop.importing import CannotImport, NobodyAnswers
from koop.rebuilding import WorkerFailed as RebuildWorkerFailed
from koop.serving import AddressTaken
from koop.settings import SettingsRefused
from koop.store_copy import Incomplete, NotACopy

SENTENCES = (
    AddressTaken,
    CannotImport,
    DevelopmentOnly,
    EventStoreError,
    ExportBroken,
    Incomplete,
    KeysThere,
    KafkaError,
    MasterKeyMissing,
    NobodyAnswers,
    NotACopy,
    NotEmpty,
    Poisoned,
    ProjectionNotReady,
    RebuildWorkerFailed,
    Refused,
    SettingsRefused,
    StillNeeded,
    StoryBroken,
    Unusable,
    WorkerFailed,
    WrongMasterKey,
    httpx.TransportError,
)


def sentence(error: Exception) -> str:
    if isinstance(error, httpx.TransportError):
        where = f"{error.request.url.host}:{error.request.url.port}" if error.request else "there"
        return (
            f"Nothing answers at {where}. Start the services with `koop up`, or name where they "
            "are with KOOP_HOST and KOOP_…_PORT."
        )
    if isinstance(error, KafkaError):
        return f"Kafka (KOOP_KAFKA) does not do what it should: {error}"
    return str(error)
