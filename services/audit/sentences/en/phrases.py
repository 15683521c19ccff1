"""English phrases for answers that are not about a single event."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "title_trail": "Trail",
    "title_events": "Events",
    "title_tree": "What followed from command {command}",
    "title_agreements": "Who agreed to what and when",
    "title_as_of": "Kooperationsplan {plan} as it stood on {time} (position {position})",
    "title_differences": "Differences",
    "title_accesses": "Who read what and when",
    "true_for": "True for position {position}, {time}",
    "stale": "Stale: {reason}",
    "more": "More follows on the next page.",
    "nothing": "Nothing is recorded.",
    "consent_version": "On {time}, {party} agreed to version {version} ({digest}, {channel}),"
    " declared by {actor}.",
    "consent_solution": "On {time}, {party} agreed to solution {solution}[ ({digest})] ({channel}),"
    " declared by {actor}.",
    "agreed": "Agreed by both on {agreed_at}.",
    "withdrawn": "Withdrawn on {withdrawn_at} ({cause}).",
    "added": "{path}: {after} (new)",
    "removed": "{path}: {before} (gone)",
    "changed": "{path}: was {before}, now {after}",
    "made_by": "By: {sentence}",
    "because": "Because: {sentence}",
    "access": "On {at}, {who} ({role}[, {organisation}]) read: {what}[, plan {plan}]"
    "[, up to position {question.until}]."
    " Purpose: {purpose}",
    "terms": "Agreement {agreement}: {party}, {kind}[, by {due}]: ",
    "disputed": "DISPUTED since {since} by {party} (§ 84 Abs. 2 SGB X)",
    "cause": "Cause: position {position} ({type})",
}
