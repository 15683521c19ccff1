"""What an export was about: the question, and up to where it was asked.

Events never change and positions stay, so the same scope gives the same events for ever: whoever
wants to know what an export showed asks its question again.
"""

from typing import Literal
from uuid import UUID

from contracts.envelope import Instant, Role
from contracts.model import Contract
from services.audit.read_models.trail import PlanFacts, Selection

Format = Literal["jsonl", "csv", "parquet"]
Texts = Literal["sealed", "open"]


class Scope(Contract):
    """`until` is the last position that was looked at. `kinds` are types with their versions."""

    jobcenter: str
    plan: UUID | None = None
    client: str | None = None
    person: str | None = None
    role: Role | None = None
    kinds: tuple[str, ...] = ()
    since: Instant | None = None
    before: Instant | None = None
    correlation: UUID | None = None
    until: int
    texts: Texts = "sealed"

    @property
    def selection(self) -> Selection:
        return Selection(
            jobcenter=self.jobcenter,
            plan=self.plan,
            client=self.client,
            person=self.person,
            role=self.role,
            kinds=self.kinds,
            since=self.since,
            before=self.before,
            correlation=self.correlation,
        )

    def may_hold(self, plan: PlanFacts) -> bool:
        """Whether it can have shown anything of a plan, as far as the question alone tells."""
        return (
            self.plan in (None, plan.plan)
            and self.client in (None, plan.client)
            and self.jobcenter == plan.jobcenter
        )

    def may_hold_acts_of(self, person: str) -> bool:
        """Whether what somebody did without a plan can be among it."""
        return self.person in (None, person) and self.plan is None and self.client is None


def scope_of(wanted: Selection, until: int, texts: Texts) -> Scope:
    assert wanted.jobcenter is not None
    return Scope(
        jobcenter=wanted.jobcenter,
        plan=wanted.plan,
        client=wanted.client,
        person=wanted.person,
        role=wanted.role,
        kinds=wanted.kinds,
        since=wanted.since,
        before=wanted.before,
        correlation=wanted.correlation,
        until=until,
        texts=texts,
    )
