"""What every service is put together from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kernel.access_log import AccessLog
from kernel.clock import Clock
from kernel.database import Database
from kernel.event_store import EventStore
from kernel.http import Check
from kernel.sealing import KeyStore
from kernel.security import TokenVerifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`database` is the service's own, of what can be derived anew; `accesses` is kept in one that
    is never rebuilt, and is prepared. `regime_of` names the regime that a jobcenter works under
    now. `checks` decide on readiness.
    """

    store: EventStore
    database: Database
    accesses: AccessLog
    keys: KeyStore
    verifier: TokenVerifier
    clock: Clock
    regime_of: Callable[[str], str]
    checks: Mapping[str, Check] = field(default_factory=dict)
