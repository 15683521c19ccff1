"""Saying a value in a language: days and times its way, words, opened texts, the copy of a plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.plan import AgreementTerms, Party, PlanAgreed
from contracts.sealed import Open
from services.notifications.domain.berlin import BERLIN
from services.notifications.rendering.catalogue import Catalogue
from services.notifications.rendering.filling import fill
from services.notifications.rendering.values import Copy, Personal, Proposed, Value, Word


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks one language to one reader; `open` is what opens the texts that they may read."""

    catalogue: Catalogue
    open: Open

    def fill(self, text: str, values: Mapping[str, Value]) -> str:
        """Says, and opens, only what `text` names. Raises KeyError for an unknown placeholder."""
        return fill(text, lambda name: self.say(values[name]))

    def say(self, value: Value) -> str | None:
        match value:
            case Word(key):
                said = self.catalogue.words[key]
            case Personal(sealed):
                said = self.open(sealed)
            case Copy(agreed):
                said = "\n\n".join(self._copy(agreed))
            case Proposed(agreements):
                said = "\n".join(self._listed(self.catalogue.copy_texts.proposed, agreements))
            case datetime():
                said = self._moment(value)
            case date():
                said = self._day(value)
            case _:
                return None if value is None else str(value)
        return said

    def _day(self, day: date) -> str:
        form = self.catalogue.format
        parts: dict[str, Value] = {
            "weekday": form.weekdays[day.weekday()],
            "day": day.day,
            "month": form.months[day.month - 1],
            "year": day.year,
        }
        return self.fill(form.date, parts)

    def _moment(self, moment: datetime) -> str:
        local, form = moment.astimezone(BERLIN), self.catalogue.format
        clock = self.fill(form.clock, {"hour": local.hour, "minute": f"{local.minute:02}"})
        return self.fill(form.moment, {"date": local.date(), "clock": clock})

    def _copy(self, agreed: PlanAgreed) -> Iterator[str]:
        """Section by section: the six headings of the form, then who agreed when."""
        texts, personal = self.catalogue.copy_texts, (Personal(text) for text in agreed.remarks)
        heading = self.fill(texts.heading, {"version": agreed.version})
        yield f"{heading}\n{'=' * len(heading)}"
        yield self._section(texts.occupational_goal, [self.open(agreed.occupational_goal)])
        interim = [self.open(agreed.interim_goal)] if agreed.interim_goal else []
        yield self._section(texts.interim_goal, interim)
        parties: tuple[tuple[str, Party], ...] = (
            (texts.client, "client"),
            (texts.jobcenter, "jobcenter"),
            (texts.third_party, "third_party"),
        )
        for title, party in parties:
            theirs = (terms for terms in agreed.agreements if terms.party == party)
            yield self._section(title, self._listed(texts.agreement, theirs))
        yield self._section(texts.remarks, (self.fill("- {text}", {"text": t}) for t in personal))
        yield self._section(texts.consents, self._consents(agreed))
        yield self.fill(texts.review, {"review_due": agreed.review_due})
        yield self.fill(texts.digest, {"digest": agreed.digest})

    def _section(self, title: str, items: Iterable[str]) -> str:
        found = [item for item in items if item]
        return "\n".join([title, *(found or [self.catalogue.copy_texts.nothing])])

    def _listed(self, text: str, agreements: Iterable[AgreementTerms]) -> Iterator[str]:
        for terms in agreements:
            values: dict[str, Value] = {
                "party": Word(f"party.{terms.party}"),
                "what": Personal(terms.what),
                "due": terms.due,
                "proof": Personal(terms.proof) if terms.proof else None,
            }
            yield self.fill(text, values)

    def _consents(self, agreed: PlanAgreed) -> Iterator[str]:
        for acceptance in agreed.acceptances:
            values: dict[str, Value] = {
                "side": Word(f"side.{acceptance.party}"),
                "time": acceptance.time,
                "channel": Word(f"channel.{acceptance.channel}"),
            }
            yield self.fill(self.catalogue.copy_texts.consent, values)
