"""From a template and the facts to what somebody reads."""

import re

import pytest

from contracts.examples import SEALED
from contracts.regime import regime, regimes
from services.notifications.planning import notices, reminders
from services.notifications.rendering.catalogue import catalogue, catalogues
from services.notifications.rendering.facts import facts
from services.notifications.rendering.filling import WIDTH, fill, wrapped
from services.notifications.rendering.message import render
from tests.services.notifications.history import (
    APPOINTMENT,
    MINE,
    agreed,
    agreement,
    example,
    item,
    mediated,
    opened,
    plan_agreed,
)
from tests.services.notifications.test_who_is_told import MEDIATIONS, PLANS

TEXT = "Ich möchte wieder als Köchin arbeiten."
LANGUAGES = sorted(catalogues())


def read(history, language="de", open_=lambda _: TEXT, capacity="client"):
    """What somebody in that capacity reads of the last event: subject and body."""
    [notice] = [
        n for n in notices(history.case, history.recorded[-1]) if n.recipient.capacity == capacity
    ]
    values = facts(history.case, history.recorded[-1], None)
    return render(notice.template, language, capacity, values, open_)


def in_a_line(message):
    return " ".join(message.body.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", [*PLANS, *MEDIATIONS], ids=lambda row: row[0])
def test_everybody_who_is_told_can_read_it_in_every_language(row, language):
    _, event, by, told = row
    history = (agreed() if row in PLANS else mediated()).says(example("AppointmentSet"))
    history.says(example("CooperationDemanded")).says(event, by)
    values = facts(history.case, history.recorded[-1], None)
    for capacity, template in told:
        message = render(template, language, capacity, values, lambda _: TEXT)
        assert message.subject
        assert "\n" not in message.subject
        assert TEXT not in message.subject
        assert not re.search(r"[{}]|None", message.body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reminder_can_be_read_in_every_language(language):
    history = mediated()
    for notice in reminders(history.case).values():
        values = facts(history.case, history.recorded[-1], notice.day)
        message = render(
            notice.template, language, notice.recipient.capacity, values, lambda _: TEXT
        )
        assert not re.search(r"[{}]|None", message.body)


@pytest.mark.parametrize(
    ("language", "due", "at"),
    [
        ("de", "Donnerstag, 30. April 2026", "Freitag, 20. März 2026, 10:00 Uhr"),
        ("de-simple", "Donnerstag, 30. April 2026", "Freitag, 20. März 2026 um 10:00 Uhr"),
        ("en", "Thursday, 30 April 2026", "Friday, 20 March 2026, 10:00"),
    ],
)
def test_days_and_times_are_local_and_written_the_languages_way(language, due, at):
    overdue = agreed().says(example("AgreementFellOverdue"), "system")
    assert due in in_a_line(read(overdue, language))
    appointment = agreed().says(example("AppointmentSet"))
    assert at in in_a_line(read(appointment, language))


def test_the_agreed_notification_carries_the_whole_plan():
    others = agreement(APPOINTMENT, "third_party", None)
    mine = agreement(MINE, "client", example("AgreementFellOverdue").due)
    message = in_a_line(read(agreed(mine, others)))
    for part in (
        "Ihr Exemplar: Kooperationsplan, Fassung 1",
        f"1. Mein berufliches Ziel {TEXT}",
        f"2. Mein Zwischenziel {TEXT}",
        f"3. Meine nächsten Schritte - {TEXT} Bis: Donnerstag, 30. April 2026 Nachweis: {TEXT}",
        "4. So unterstützt mich mein Jobcenter (nichts eingetragen)",
        f"5. Unterstützung durch andere - {TEXT} Nachweis: {TEXT}",
        f"6. Was sonst noch wichtig ist - {TEXT}",
        "- leistungsberechtigte Person, Montag, 2. März 2026, 10:15 Uhr, im Portal",
        "- Jobcenter, Montag, 2. März 2026, 10:15 Uhr, im persönlichen Gespräch",
        "spätestens bis Mittwoch, 2. September 2026",
        "sha256:",
    ):
        assert part in message


def test_the_copy_is_read_from_the_one_event_alone():
    alone = opened().says(plan_agreed(), "client")
    assert f"3. Meine nächsten Schritte - {TEXT}" in in_a_line(read(alone))


def test_only_what_is_named_is_opened():
    opened_texts = []

    def open_(sealed):
        opened_texts.append(sealed)
        return TEXT

    read(agreed().says(example("DraftOffered")), open_=open_)
    assert opened_texts == []
    read(agreed().says(example("HearingOffered")), open_=open_)
    assert opened_texts == [SEALED]


def test_a_line_that_has_nothing_to_say_is_left_out():
    without = example("DraftOffered", thinking_time_until=None)
    assert "Bedenkzeit" in read(agreed().says(example("DraftOffered"))).body
    assert "Bedenkzeit" not in read(agreed().says(without)).body


def test_where_no_mediation_is_offered_none_is_promised(monkeypatch):
    law = regime("sgb2-2026")
    none = law.mediation.model_copy(update={"offered": "not_offered"})
    monkeypatch.setitem(regimes(), law.id, law.model_copy(update={"mediation": none}))
    assert "Schlichtung" in read(agreed().says(example("DraftOffered"))).body
    under = agreed().says(example("DraftOffered"), regime=law.id)
    assert "Schlichtung" not in read(under).body


def test_a_personal_text_is_never_taken_for_a_placeholder():
    tricky = "Mein Ziel: {copy} {client} {unknown}"
    message = read(agreed().says(example("HearingOffered")), open_=lambda _: tricky)
    assert tricky in in_a_line(message)


def test_the_lines_of_a_personal_text_stay_together():
    message = read(agreed().says(example("HearingOffered")), open_=lambda _: "Erstens\nZweitens")
    assert "    „Erstens\n    Zweitens“" in message.body


def test_a_representative_is_told_whom_it_is_about():
    history = agreed().says(example("HearingOffered"))
    assert "weil Sie client-1 vertreten" in read(history, capacity="representative").body
    assert "vertreten" not in read(history, capacity="client").body


def test_staff_are_told_which_case_it_is():
    message = read(agreed().says(example("DifficultyReported"), "client"), capacity="counsellor")
    assert "Leistungsberechtigte Person: client-1" in message.body


def test_a_missed_agreement_comes_with_how_to_state_a_reason():
    said = in_a_line(read(agreed().says(example("AgreementMissed"))))
    for part in ("Sie waren krank", "im Portal, am Telefon, per Brief oder im Gespräch",
                 "nichts an Ihrem Geld", "Ihre Sicht steht von da an immer dabei"):  # fmt: skip
        assert part in said


def test_an_unknown_language_is_answered_in_german():
    assert catalogue("tlh").language == "de"


def test_a_placeholder_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        fill("{what}", {}.__getitem__)


def test_empty_paragraphs_close_up():
    assert fill("a\n\n{gone}\n\nb", lambda _: None) == "a\n\nb"
    assert fill("a\n{gone}\nb", lambda _: None) == "a\nb"


def test_lines_are_wrapped_with_their_indent_and_long_words_stay_whole():
    link = "https://jobcenter.example/" + "x" * WIDTH
    text = f"- {'Wort ' * 30}\n    {link}"
    lines = wrapped(text).split("\n")
    assert all(len(line) <= WIDTH for line in lines[:-1])
    assert [line.startswith("  ") for line in lines[1:-1]] == [True] * (len(lines) - 2)
    assert lines[-1].strip() == link


def test_an_item_can_be_an_appointment():
    history = agreed().says(example("AppointmentSet")).says(example("AppointmentMissed"))
    asked = example("ImportantReasonRequested", item=item(APPOINTMENT))
    assert f"„{TEXT}“" in read(history.says(asked)).body
