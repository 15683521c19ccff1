"""Refusals about disputing what is on record."""

from uuid import UUID

from contracts.plan import ConsentingParty
from contracts.refusal import Refusal


class FactUnknown(Refusal):
    title_en = "This plan has no such fact"
    title_de = "Dieser Kooperationsplan enthält keine solche Tatsache"

    def __init__(self, fact: UUID) -> None:
        super().__init__(
            f"No event {fact} is on this plan's record.",
            allowed="Name an event of this plan, as its trail lists them.",
            fact=fact,
        )


class AlreadyDisputed(Refusal):
    title_en = "This side has disputed the fact already"
    title_de = "Diese Seite hat die Tatsache schon bestritten"

    def __init__(self, fact: UUID, party: ConsentingParty) -> None:
        super().__init__(
            f"The {party} has disputed {fact}; it carries the mark.",
            allowed="Nothing more is needed; the other side can dispute it too.",
            fact=fact,
            party=party,
        )
