"""What every service is put together from."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kernel.access_log import AccessLog
from kernel.clock import Clock
from kernel.codec import Codec
from kernel.database import Database
from kernel.event_store import EventStore
from kernel.following import Follower
from kernel.http import Check
from kernel.reactions import Reaction, ReactionRunner
from kernel.sealing import KeyStore
from kernel.sealing.command_key import CommandKey
from kernel.security import TokenVerifier

Hears = Callable[["Parts", Codec, Reaction], Follower]
"""Feeds a reaction with the events that it listens to."""


def from_the_store(parts: "Parts", codec: Codec, reaction: Reaction) -> Follower:
    return ReactionRunner(parts.store, parts.database, codec, reaction, parts.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`database` is the service's own, of what can be derived anew; `accesses` is kept in one that
    is never rebuilt, and is prepared. `regime_of` names the regime that a jobcenter works under
    now. `checks` decide on readiness; `hears` where reactions hear from.
    Commands over Kafka are encrypted for `command_key`.
    """

    store: EventStore
    database: Database
    accesses: AccessLog
    keys: KeyStore
    verifier: TokenVerifier
    clock: Clock
    regime_of: Callable[[str], str]
    checks: Mapping[str, Check] = field(default_factory=dict)
    hears: Hears = from_the_store
    command_key: CommandKey = field(default_factory=lambda: CommandKey(os.urandom(32)))

    def reacting(self, codec: Codec, reaction: Reaction) -> Follower:
        """Keeps `reaction` informed; `codec` knows all that is said in its categories."""
        return self.hears(self, codec, reaction)
