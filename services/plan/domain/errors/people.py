"""Refusals about who acts, and whether there is a plan to act on."""

from contracts.plan import Party
from contracts.refusal import Refusal


class PlanUnknown(Refusal):
    title_en = "There is no such plan"
    title_de = "Diesen Kooperationsplan gibt es nicht"

    def __init__(self) -> None:
        super().__init__("No plan was opened under this id.", allowed="Open one: POST /plans.")


class PlanAlreadyOpen(Refusal):
    title_en = "The plan is open already"
    title_de = "Der Kooperationsplan ist schon begonnen"

    def __init__(self) -> None:
        super().__init__("A plan is opened once.", allowed="Go on with the plan as it stands.")


class PlanAlreadyClosed(Refusal):
    title_en = "The plan is closed"
    title_de = "Der Kooperationsplan ist beendet"

    def __init__(self) -> None:
        super().__init__(
            "Nothing is added to a closed plan.",
            allowed="It can be read, and any fact in it disputed. For a new start open a new plan.",
        )


class JobcenterMissing(Refusal):
    title_en = "A plan needs a jobcenter"
    title_de = "Ein Kooperationsplan braucht ein Jobcenter"

    def __init__(self) -> None:
        super().__init__(
            "Whoever opens a plan acts for a jobcenter.",
            allowed="Open it with an identity that names the organisation.",
        )


class PersonOnBothSides(Refusal):
    title_en = "One person cannot stand on both sides"
    title_de = "Niemand kann auf beiden Seiten stehen"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} would speak for the client and for the jobcenter.",
            allowed="Name another person.",
            person=person,
        )


class AlreadyRepresenting(Refusal):
    title_en = "This person represents the client already"
    title_de = "Diese Person vertritt die leistungsberechtigte Person schon"

    def __init__(self, person: str, basis: str) -> None:
        super().__init__(
            f"{person} was appointed before ({basis}).",
            allowed="End that representation first if its basis has changed.",
            person=person,
            basis=basis,
        )


class NotRepresenting(Refusal):
    title_en = "This person does not represent the client"
    title_de = "Diese Person vertritt die leistungsberechtigte Person nicht"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} is not appointed, or no longer.",
            allowed="Appoint them first; until then the client acts in person.",
            person=person,
        )


class NotTheClient(Refusal):
    title_en = "This is another client's plan"
    title_de = "Das ist der Kooperationsplan einer anderen Person"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} is not the client of this plan.",
            allowed="Act on your own plan.",
            person=person,
        )


class NotAParty(Refusal):
    title_en = "Only a person of one of the two sides can do this"
    title_de = "Das kann nur eine Person einer der beiden Seiten"

    def __init__(self, role: str) -> None:
        super().__init__(
            f"The role {role} speaks neither for the client nor for the jobcenter.",
            allowed="The client, a representative or a counsellor, each under their own name.",
            role=role,
        )


class CannotSpeakFor(Refusal):
    title_en = "This side cannot speak for the other"
    title_de = "Diese Seite kann nicht für die andere sprechen"

    def __init__(self, side: str, party: Party) -> None:
        super().__init__(
            f"The {side} cannot do this in the name of the {party}.",
            allowed=f"The {party} does it, or its word is recorded by who may receive it.",
            side=side,
            party=party,
        )
