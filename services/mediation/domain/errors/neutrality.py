"""Who may not mediate."""

from contracts.refusal import Refusal


class MediatorNotNeutral(Refusal):
    title_en = "This person is not neutral"
    title_de = "Diese Person ist nicht neutral"

    def __init__(self, mediator: str) -> None:
        super().__init__(
            f"{mediator} has been involved with this client's plan or stands on a side.",
            allowed="Appoint someone who was never involved in counselling this client.",
            mediator=mediator,
        )


class MediatorAlreadyAppointed(Refusal):
    title_en = "There is already a mediator"
    title_de = "Es gibt schon eine Schlichtungsperson"

    def __init__(self, mediator: str) -> None:
        super().__init__(
            f"{mediator} mediates this case.",
            allowed="Another one can be appointed after a recusal.",
            mediator=mediator,
        )


class NotTheMediator(Refusal):
    title_en = "This person does not mediate this case"
    title_de = "Diese Person ist hier nicht die Schlichtungsperson"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} is not the appointed mediator of this case.",
            allowed="The appointed mediator may do this; if there is none, appoint one.",
            person=person,
        )
