"""What the copy says, before it is known how it will look."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from contracts.plan import Party
from contracts.plan_document import AgreedVersion, Content, Fact, PlanDocument, Terms
from contracts.sealed import Open, Sealed
from services.plan.copy.wording import Wording

_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Entry:
    """`details` say by when and how it is shown; `marks` that somebody disputes it."""

    text: str
    details: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    labels: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    consents: tuple[str, ...]
    marks: tuple[str, ...]
    notes: tuple[str, ...]


def sheet_of(plan: PlanDocument, wording: Wording, open: Open) -> Sheet:
    """The newest agreed version of `plan`. Raises ValueError where nothing was agreed."""
    if plan.in_force is None:
        raise ValueError(f"plan {plan.plan} has no agreed version to copy")
    return _Writer(wording, open).sheet(plan, plan.versions[-1], plan.in_force)


@dataclass(frozen=True, slots=True)
class _Writer:
    wording: Wording
    open: Open

    def sheet(self, plan: PlanDocument, version: AgreedVersion, content: Content) -> Sheet:
        heading, goal = self.wording.headings, content.goal
        sections = (
            Section(heading.goal, self._text(goal, goal.occupational_goal if goal else None)),
            Section(heading.interim_goal, self._text(goal, goal.interim_goal if goal else None)),
            Section(heading.client, self._agreements(content, "client")),
            Section(heading.jobcenter, self._agreements(content, "jobcenter")),
            Section(heading.third_party, self._agreements(content, "third_party")),
            Section(
                heading.remarks,
                tuple(e for one in content.remarks for e in self._text(one, one.text)),
            ),
        )
        return Sheet(
            self.wording.title,
            self._labels(plan, version),
            sections,
            tuple(self._consents(version)),
            self._marks(version),
            self.wording.notes,
        )

    def _labels(self, plan: PlanDocument, version: AgreedVersion) -> tuple[tuple[str, str], ...]:
        label = self.wording.labels
        return (
            (label.version, str(version.version)),
            (label.client, plan.client),
            (label.counsellor, plan.counsellor),
            (label.jobcenter, plan.jobcenter),
            (label.agreed, self._day(version.at)),
            (label.review, self._day(version.review_due)),
        )

    def _text(self, fact: Fact | None, text: Sealed | None) -> tuple[Entry, ...]:
        if fact is None or text is None:
            return ()
        return (Entry(self.open(text), marks=self._marks(fact)),)

    def _agreements(self, content: Content, party: Party) -> tuple[Entry, ...]:
        return tuple(
            Entry(self.open(terms.what), tuple(self._details(terms)), self._marks(terms))
            for terms in content.of(party)
        )

    def _details(self, terms: Terms) -> list[str]:
        said = self.wording
        due = [said.due.format(date=self._day(terms.due))] if terms.due else []
        return [*due, *([said.proof.format(text=self.open(terms.proof))] if terms.proof else [])]

    def _marks(self, fact: Fact) -> tuple[str, ...]:
        return tuple(
            self.wording.disputed[mark.party].format(
                date=self._day(mark.at), text=self.open(mark.text)
            )
            for mark in fact.disputed
        )

    def _consents(self, version: AgreedVersion) -> list[str]:
        return [
            self.wording.accepted[given.party].format(
                date=self._day(given.time), channel=self.wording.channels[given.channel]
            )
            for given in version.acceptances
        ]

    def _day(self, day: date | datetime) -> str:
        local = day.astimezone(_BERLIN) if isinstance(day, datetime) else day
        return local.strftime(self.wording.date)
