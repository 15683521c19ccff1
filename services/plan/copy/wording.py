"""What the sheet says in each language: one file per language under `catalogues/`."""

from functools import cache
from importlib.resources import files

from contracts.model import Contract
from contracts.plan import Channel, ConsentingParty
from contracts.plan_document.document import Standing


class Labels(Contract):
    version: str
    client: str
    counsellor: str
    jobcenter: str
    agreed: str
    review: str


class Headings(Contract):
    """The six headings of the form."""

    goal: str
    interim_goal: str
    client: str
    jobcenter: str
    third_party: str
    remarks: str


class GlanceWords(Contract):
    """`stands` by how a promise stands, `steps` by what is next, `persons` by who does it."""

    title: str
    standing: str
    in_force: str
    nothing_in_force: str
    on_offer: str
    closed: str
    review_overdue: str
    next: str
    steps: dict[str, str]
    persons: dict[str, str]
    stands: dict[Standing, str]
    mediation: str
    rests: str
    moment: str
    as_of: str


class Wording(Contract):
    """`date` is a pattern for strftime; `{date}`, `{text}` and `{channel}` are filled in."""

    title: str
    date: str
    labels: Labels
    headings: Headings
    nothing: str
    due: str
    proof: str
    disputed: dict[ConsentingParty, str]
    accepted: dict[ConsentingParty, str]
    channels: dict[Channel, str]
    notes: tuple[str, ...]
    glance: GlanceWords


LANGUAGES = ("de", "de-simple", "en")
"""`de-simple` is plain-language German (Leichte Sprache)."""


@cache
def wording(language: str) -> Wording:
    """For one of LANGUAGES."""
    file = files("services.plan.copy") / "catalogues" / f"{language}.json"
    return Wording.model_validate_json(file.read_text("utf-8"))
