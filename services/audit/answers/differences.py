"""From a comparison to an answer: every difference with a sentence, its maker and its reasons."""

from typing import Any, Literal

from contracts.envelope import Recorded
from contracts.sealed import Open
from services.audit.answers.making import marks, standpoint, truth
from services.audit.answers.models import DifferenceEntry, DifferencesAnswer, Told
from services.audit.flattening import Leaf, plain
from services.audit.sentences import Language, sentence
from services.audit.sentences.details import reasons
from services.audit.sentences.differences import difference_sentence
from services.audit.standings import Comparison, Explained

Change = Literal["added", "changed", "removed"]


def differences_answer(comparison: Comparison, language: Language) -> DifferencesAnswer:
    return DifferencesAnswer(
        true_for=truth(comparison.true_for),
        before=standpoint(comparison.before) if comparison.before else None,
        after=standpoint(comparison.after),
        items=tuple(_entry(one, comparison.open, language) for one in comparison.differences),
    )


def _entry(explained: Explained, open_: Open, language: Language) -> DifferenceEntry:
    one = explained.difference
    return DifferenceEntry(
        path=one.path,
        change=_change(one.before, one.after),
        before=plain(one.before.value, open_) if one.before else None,
        after=plain(one.after.value, open_) if one.after else None,
        sentence=difference_sentence(one, open_, language),
        made_by=_told(explained.made_by, open_, language),
        because=tuple(_told(cause, open_, language) for cause in explained.because),
        disputed=marks(explained.marks, open_),
    )


def _change(before: Leaf | None, after: Leaf | None) -> Change:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _told(recorded: Recorded[Any], open_: Open, language: Language) -> Told:
    at = recorded.envelope
    return Told(
        event=at.id,
        position=at.position,
        time=at.metadata.time,
        type=at.type,
        actor=at.metadata.actor,
        sentence=sentence(recorded, language),
        words=tuple(reasons(recorded.event, open_, language)),
    )
