"""JSON for programs, CSV for tables, a text for people."""

import csv
import io
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from contracts import plan as p
from services.audit.answers.as_csv import safe
from services.audit.api import forms
from tests.services.audit.test_access import OPERATIONS
from tests.services.audit.world import CLIENT, COUNSELLOR, World

FORMS = {
    "read_trail": forms.TRAIL,
    "read_as_of": forms.AS_OF,
    "compare_versions": forms.DIFFERENCES,
    "compare_moments": forms.DIFFERENCES,
    "list_agreements": forms.AGREEMENTS,
    "list_events": forms.EVENTS,
    "read_tree": forms.TREE,
    "list_accesses": forms.ACCESSES,
}


async def a_plan(world: World) -> UUID:
    plan, agreement = await world.opened(), uuid4()
    terms = await world.terms(agreement, 'Fünf "gute" Bewerbungen,\nmit Lebenslauf')
    await world.says(plan, p.AgreementDrafted(terms=terms))
    await world.agrees(plan, 1, [terms])
    return plan


async def test_every_answer_comes_as_csv_by_rfc_4180(world: World) -> None:
    plan = await a_plan(world)
    await world.reads(f"/audit/plans/{plan}/trail", CLIENT)
    paths = {operation.partition(" ")[0]: path for operation, path in OPERATIONS.items()}
    for operation, form in FORMS.items():
        answer = await world.get(paths[operation].format(plan=plan), Accept="text/csv")

        assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
        assert answer.text.endswith("\r\n")
        header, *rows = csv.reader(io.StringIO(answer.text, newline=""), strict=True)
        assert tuple(header) == form.columns
        assert rows
        assert {len(row) for row in rows} == {len(header)}


async def test_csv_keeps_quotes_commas_and_line_breaks(world: World) -> None:
    plan = await a_plan(world)

    answer = await world.get(f"/audit/plans/{plan}/as-of?format=csv")

    values = {row["path"]: row["value"] for row in csv.DictReader(io.StringIO(answer.text))}
    told = next(value for path, value in values.items() if path.endswith("what"))
    assert told == '“Fünf "gute" Bewerbungen, mit Lebenslauf”'


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_begins_like_a_formula_is_made_a_text(begin: str) -> None:
    assert safe(f"{begin}HYPERLINK(evil)") == f"'{begin}HYPERLINK(evil)"


async def test_no_cell_is_a_formula(world: World) -> None:
    plan = await world.opened()
    for purpose in ("=HYPERLINK(evil)", "+1+1", "-2+3", "@SUM(A1)"):
        path = f"/audit/plans/{plan}/trail?purpose={quote(purpose)}"
        assert (await world.get(path, X_Purpose="")).status_code == 200

    answer = await world.get("/audit/access-records?format=csv")

    cells = [cell for row in csv.reader(io.StringIO(answer.text, newline="")) for cell in row]
    assert "'=HYPERLINK(evil)" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


async def test_every_answer_comes_as_a_text_with_its_position_and_time(world: World) -> None:
    plan = await a_plan(world)
    for template in OPERATIONS.values():
        path = template.format(plan=plan)

        german = await world.get(path, Accept="text/plain", Accept_Language="de-DE,de;q=0.9")
        english = await world.get(path, Accept="text/plain", Accept_Language="en")

        for answer, language in ((german, "de"), (english, "en")):
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
            assert answer.headers["content-language"] == language
            position = answer.headers["Koop-Position"]
            assert f"osition {position}, " in answer.text
        assert german.text != english.text


async def test_a_judge_can_read_the_trail(world: World) -> None:
    plan = await a_plan(world)

    answer = await world.get(f"/audit/plans/{plan}/trail?format=text&language=de")

    assert (
        "[3] Am 2. März 2026 um 12:15 Uhr hat die leistungsberechtigte Person client-1 für die"
        " leistungsberechtigte Person die Fassung 1 (sha256:4b4b4b4b4b4b…) angenommen"
        " (über das Portal).\n" in answer.text
    )
    assert '„Fünf "gute" Bewerbungen, mit Lebenslauf“' in answer.text


async def test_a_text_can_be_forged_neither_by_line_breaks_nor_by_terminal_codes(
    world: World,
) -> None:
    plan = await world.opened()
    forged = "nichts\n[99] Am 1. Januar 2026 \x1b[31mhat niemand etwas gesagt."
    await world.says(plan, p.RemarkAdded(text=await world.seal(forged)))

    answer = await world.get(f"/audit/plans/{plan}/trail?format=text&language=de")

    assert not any(line.startswith("[99]") for line in answer.text.splitlines())
    assert "\x1b" not in answer.text


async def test_a_long_trail_streams_whole_in_csv_and_text(world: World) -> None:
    plan = await world.opened()
    for _ in range(520):
        await world.says(plan, p.AgreementKept(agreement=uuid4()), COUNSELLOR)

    table = await world.get(f"/audit/plans/{plan}/trail?format=csv")
    text = await world.get(f"/audit/events?format=text&plan={plan}")

    assert len(table.text.splitlines()) == 522
    assert sum(line.startswith("[") for line in text.text.splitlines()) == 521


async def test_without_a_wish_the_answer_is_json(world: World) -> None:
    plan = await world.opened()
    for accept in ("", "*/*", "image/png", "application/json, text/csv"):
        answer = await world.get(f"/audit/plans/{plan}/trail", Accept=accept)
        assert answer.headers["content-type"] == "application/json"


async def test_an_empty_answer_says_so(world: World) -> None:
    answer = await world.get("/audit/agreements?format=text&language=de")

    assert "Es ist nichts verzeichnet." in answer.text
