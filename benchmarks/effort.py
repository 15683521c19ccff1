"""How much of everything is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """`requests` are those on each connection, `questions` those of each kind in a round."""

    rounds: int
    commands: int
    requests: int
    events: int
    peer_events: int
    questions: int


FULL = Effort(
    rounds=5, commands=25_600, requests=200, events=1_000_000, peer_events=5_000, questions=2_000
)
QUICK = Effort(rounds=1, commands=1_280, requests=4, events=3_000, peer_events=200, questions=100)
