"""Refusals about days that lie on the wrong side of today."""

from datetime import date, datetime

from contracts.refusal import Refusal


class InThePast(Refusal):
    title_en = "That day is over"
    title_de = "Dieser Tag ist vorbei"

    def __init__(self, field: str, given: date, earliest: date) -> None:
        super().__init__(
            f"{field} is {given.isoformat()}; it can be {earliest.isoformat()} at the earliest.",
            allowed=f"Choose {earliest.isoformat()} or later.",
            field=field,
            given=given,
            earliest=earliest,
        )


class AlreadyOver(Refusal):
    title_en = "That moment is over"
    title_de = "Dieser Zeitpunkt ist vorbei"

    def __init__(self, field: str, given: datetime, now: datetime) -> None:
        super().__init__(
            f"{field} is {given.isoformat()}; it is {now.isoformat()} now.",
            allowed="Choose a later moment.",
            field=field,
            given=given,
            now=now,
        )


class InTheFuture(Refusal):
    title_en = "That has not happened yet"
    title_de = "Das ist noch nicht geschehen"

    def __init__(self, field: str, given: date, latest: date) -> None:
        super().__init__(
            f"{field} is {given.isoformat()}; it can be {latest.isoformat()} at the latest.",
            allowed=f"Choose {latest.isoformat()} or earlier.",
            field=field,
            given=given,
            latest=latest,
        )


class NotYetDue(Refusal):
    title_en = "That day has not come"
    title_de = "Dieser Tag ist noch nicht gekommen"

    def __init__(self, due: date, today: date) -> None:
        super().__init__(
            f"It is {today.isoformat()}; due is {due.isoformat()}.",
            allowed="Say it when the time has come.",
            due=due,
            today=today,
        )
