"""German phrases for answers that are not about a single event."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "title_trail": "Verlauf",
    "title_events": "Ereignisse",
    "title_tree": "Was aus dem Befehl {command} folgte",
    "title_agreements": "Wer hat wann was vereinbart",
    "title_as_of": "Kooperationsplan {plan}, wie er am {time} stand (Position {position})",
    "title_differences": "Unterschiede",
    "title_accesses": "Wer hat wann was gelesen",
    "true_for": "Stand: Position {position}, {time}",
    "stale": "Veraltet: {reason}",
    "more": "Fortsetzung folgt auf der nächsten Seite.",
    "nothing": "Es ist nichts verzeichnet.",
    "consent_version": "Am {time} hat {party} der Fassung {version} ({digest}) zugestimmt"
    " ({channel}), erklärt durch {actor}.",
    "consent_solution": "Am {time} hat {party} dem Lösungsvorschlag {solution}[ ({digest})]"
    " zugestimmt ({channel}), erklärt durch {actor}.",
    "agreed": "Vereinbart am {agreed_at}.",
    "withdrawn": "Zurückgenommen am {withdrawn_at} ({cause}).",
    "added": "{path}: {after} (neu)",
    "removed": "{path}: {before} (entfallen)",
    "changed": "{path}: bisher {before}, neu {after}",
    "made_by": "Durch: {sentence}",
    "because": "Grund: {sentence}",
    "access": "Am {at} hat {who} ({role}[, {organisation}]) gelesen: {what}[, Plan"
    " {plan}][, bis Position {question.until}]. Zweck: {purpose}",
    "terms": "Absprache {agreement}: {party}, {kind}[, bis {due}]: ",
    "disputed": "BESTRITTEN seit {since} durch {party} (§ 84 Abs. 2 SGB X)",
    "cause": "Auslöser: Position {position} ({type})",
}
