"""How much of everything is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """`requests` are those on each connection, `questions` those of each kind in a round.

    `servers`: on PostgreSQL, too. `keeps`: how the databases find what is asked, in a file.
    `store_rounds`: how often views are rebuilt; of ten million events, one time takes minutes.
    """

    rounds: int
    store_rounds: int
    commands: int
    requests: int
    events: int
    peer_events: int
    questions: int
    lag_seconds: float
    servers: bool = True
    keeps: bool = False


FULL = Effort(
    rounds=5,
    store_rounds=1,
    commands=25_600,
    requests=200,
    events=10_000_000,
    peer_events=5_000,
    questions=600,
    lag_seconds=20,
)
QUICK = Effort(
    rounds=1,
    store_rounds=1,
    commands=1_280,
    requests=4,
    events=3_000,
    peer_events=200,
    questions=100,
    lag_seconds=1,
    servers=False,
)
