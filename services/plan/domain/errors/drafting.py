"""Refusals about the draft and about revisions."""

from uuid import UUID

from contracts.refusal import Refusal


class NoDraftInHand(Refusal):
    title_en = "Nothing is being drafted"
    title_de = "Es ist kein Entwurf in Arbeit"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Version {version} is agreed and in force; there is no draft beside it.",
            allowed="Start a revision, which begins with what is agreed now.",
            version=version,
        )


class AgreementNotInDraft(Refusal):
    title_en = "The draft has no such agreement"
    title_de = "Diese Absprache steht nicht im Entwurf"

    def __init__(self, agreement: UUID) -> None:
        super().__init__(
            f"Agreement {agreement} is not part of the draft.",
            allowed="Draft it, or name one that the draft has.",
            agreement=agreement,
        )


class AgreementAlreadyDrafted(Refusal):
    title_en = "There is an agreement under this id"
    title_de = "Unter dieser Kennung gibt es schon eine Absprache"

    def __init__(self, agreement: UUID) -> None:
        super().__init__(
            f"Agreement {agreement} was drafted before.",
            allowed="Redraft it, or draft another one.",
            agreement=agreement,
        )


class DraftIncomplete(Refusal):
    title_en = "The draft is not complete"
    title_de = "Der Entwurf ist nicht vollständig"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"It still needs {' and '.join(missing)}.",
            allowed="Set the occupational goal and draft at least one agreement, then offer it.",
            missing=missing,
        )


class NothingAgreedYet(Refusal):
    title_en = "There is no agreed version yet"
    title_de = "Es gibt noch keine vereinbarte Fassung"

    def __init__(self) -> None:
        super().__init__(
            "The first version is still being drafted.",
            allowed="Change the draft itself; revisions begin once a version is agreed.",
        )


class RevisionAlreadyOpen(Refusal):
    title_en = "A revision is under way already"
    title_de = "Eine Fortschreibung ist schon im Gang"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Version {version} is being drafted.",
            allowed="Change that draft, or drop it first.",
            version=version,
        )
