"""Who plays in a case."""

from dataclasses import dataclass

from koop.demo.stage import Person, Stage


@dataclass(frozen=True, slots=True)
class Cast:
    client: Person
    counsellor: Person
    former: Person
    mediator: Person
    office: Person
    auditor: Person


def cast_of(stage: Stage, client: str) -> Cast:
    """Everybody but the client is the same in every case."""
    return Cast(
        client=Person(stage, "client", client, "client"),
        counsellor=Person(stage, "counsellor", "staff-17", "counsellor"),
        former=Person(stage, "counsellor", "staff-11", "counsellor"),
        mediator=Person(stage, "mediator", "mediator-3", "mediator"),
        office=Person(stage, "system", "office", "office"),
        auditor=Person(stage, "auditor", "auditor-1", "auditor"),
    )
