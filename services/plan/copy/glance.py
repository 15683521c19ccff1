"""The plan at a glance as a sheet: the same six headings, with how it stands in plain words."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.plan import Party
from contracts.sealed import Open
from services.plan.copy.sheet import Entry, Section, Sheet
from services.plan.copy.wording import Wording
from services.plan.legal_days import BERLIN, day_at
from services.plan.read_models.glance import Glance, Line, Next

_HEADINGS = ("goal", "interim_goal", "client", "jobcenter", "third_party", "remarks")


def glance_sheet(glance: Glance, wording: Wording, open: Open) -> Sheet:
    return _Writer(glance, wording, open).sheet()


@dataclass(frozen=True, slots=True)
class _Writer:
    glance: Glance
    wording: Wording
    open: Open

    def sheet(self) -> Sheet:
        words, glance = self.wording, self.glance
        headings = (
            Section(getattr(words.headings, name), self._entries(getattr(glance.headings, name)))
            for name in _HEADINGS
        )
        next_ = Section(words.glance.next, tuple(map(self._next, glance.next)))
        return Sheet(
            title=words.glance.title,
            labels=self._labels(),
            sections=(next_, *headings),
            consents=tuple(self._mediations()),
            marks=(),
            notes=(self._moment(words.glance.as_of, glance.as_of),),
        )

    def _labels(self) -> tuple[tuple[str, str], ...]:
        label, glance = self.wording.labels, self.glance
        return (
            (self.wording.glance.standing, self._standing()),
            (label.client, glance.client),
            (label.counsellor, glance.counsellor),
            (label.jobcenter, glance.jobcenter),
            *self._review(),
        )

    def _standing(self) -> str:
        """Which version is in force, and whether somebody's answer is awaited."""
        words, glance = self.wording.glance, self.glance
        parts = [words.closed] if glance.status == "closed" else []
        if glance.in_force is None:
            parts.append(words.nothing_in_force)
        else:
            agreed = self._day(day_at(glance.in_force.agreed_at))
            parts.append(words.in_force.format(version=glance.in_force.version, date=agreed))
        if glance.on_offer is not None:
            parts.append(words.on_offer.format(version=glance.on_offer.version))
        return " ".join(parts)

    def _review(self) -> tuple[tuple[str, str], ...]:
        in_force = self.glance.in_force
        if in_force is None:
            return ()
        due = self._day(in_force.review_due)
        overdue = f" ({self.wording.glance.review_overdue})" if in_force.review_overdue else ""
        return ((self.wording.labels.review, due + overdue),)

    def _entries(self, lines: tuple[Line, ...]) -> tuple[Entry, ...]:
        return tuple(
            Entry(self.open(line.text), tuple(self._details(line)), self._marks(line))
            for line in lines
        )

    def _details(self, line: Line) -> list[str]:
        words = self.wording
        due = [words.due.format(date=self._day(line.due))] if line.due else []
        proof = [words.proof.format(text=self.open(line.proof))] if line.proof else []
        return [*due, *proof, *([words.glance.stands[line.standing]] if line.standing else [])]

    def _marks(self, line: Line) -> tuple[str, ...]:
        return tuple(
            self.wording.disputed[mark.party].format(
                date=self._day(day_at(mark.at)), text=self.open(mark.text)
            )
            for mark in line.disputed
        )

    def _next(self, one: Next) -> Entry:
        words = self.wording.glance
        when = self._moment("{date}, {time}", one.at) if one.at else self._day(one.on)
        what = words.steps[one.what].format(date=when, who=self._who(one.whose))
        return Entry(what, (self.open(one.text),) if one.text else ())

    def _who(self, whose: Party | str) -> str:
        return self.wording.glance.persons[whose]

    def _mediations(self) -> list[str]:
        words = self.wording.glance
        return [
            words.mediation.format(
                since=self._day(day_at(one.since)), until=self._moment(words.moment, one.until)
            )
            + (f" {words.rests}" if one.rests else "")
            for one in self.glance.mediations
        ]

    def _moment(self, pattern: str, moment: datetime) -> str:
        local = moment.astimezone(BERLIN)
        return pattern.format(date=self._day(local.date()), time=local.strftime("%H:%M"))

    def _day(self, day: date) -> str:
        return day.strftime(self.wording.date)
