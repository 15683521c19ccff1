"""What a question over HTTP may say: about what, for which moment, who asks and why."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from contracts.catalogue import EVENTS, PAST
from contracts.envelope import Identifier, Role
from contracts.plan import Digest
from kernel.http import Call, key_of
from kernel.http.pages import MOST
from kernel.http.problems import language_of
from services.audit.access import USUAL_PURPOSE, Reader
from services.audit.api.wish import Format, Wish, accepted
from services.audit.exports import scope as export
from services.audit.moments import Moment
from services.audit.read_models.trail import FARTHEST, Selection
from services.audit.refusals import AmbiguousMoment, UnknownKind
from services.audit.sentences import Language

STREAM_PAGE = 500
"""Entries that a streamed answer holds in memory."""


class Asked(BaseModel):
    """Whoever asks says why. A parameter that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Annotated[
        str | None,
        Field(
            min_length=3,
            max_length=200,
            description="Instead of `X-Purpose`. Auditors have to say it.",
            examples=["complaint of 2 March"],
        ),
    ] = None

    def reader(self, call: Call) -> Reader:
        """Raises PurposeMissing for an auditor who does not say why.

        For a role that may read nothing here the purpose does not matter: the desk says so.
        """
        role = call.identity.actor.role
        usual = self.purpose or (None if role == "auditor" else USUAL_PURPOSE.get(role, ""))
        return Reader(call.identity, call.purpose(usual))


class Question(Asked):
    """What every question may say about its answer."""

    format: Annotated[
        Format | None,
        Field(
            description="Instead of `Accept`. CSV and text are whole, JSON comes in pages.",
            examples=["text"],
        ),
    ] = None
    language: Annotated[
        Language | None, Field(description="Instead of `Accept-Language`.", examples=["de"])
    ] = None

    def wish(self, call: Call) -> Wish:
        headers = call.headers
        return Wish(
            self.format or accepted(headers.get("accept")),
            self.language or language_of(headers.get("accept-language")),
        )


class ListQuestion(Question):
    """For lists."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Entries on a JSON page.")] = 50
    cursor: Annotated[
        str | None,
        Field(max_length=512, description="`next` of the page before; without it, from the first."),
    ] = None

    @property
    def after(self) -> int:
        """Raises CursorInvalid."""
        key = key_of(self.cursor, int)
        return int(key[0]) if key else 0

    def size(self, wish: Wish) -> int:
        return self.limit if wish.format == "json" else STREAM_PAGE


def _written_out(value: object) -> object:
    """A number is a position: pydantic would take it for seconds since 1970."""
    if isinstance(value, str) and not value[:5].endswith("-"):
        raise ValueError("a time is written like 2026-03-02T10:15:00Z")
    return value


Time = Annotated[
    AwareDatetime,
    BeforeValidator(_written_out),
    Field(description="With its offset, e.g. 2026-03-02T10:15:00Z."),
]
Position = Annotated[int, Field(ge=0, description="A position in the event store.")]
Version = Annotated[
    str, StringConstraints(pattern=r"^v[0-9]{1,4}$"), Field(description="An agreed version: v2.")
]
Either = Annotated[Position | Time | Version, Field(union_mode="left_to_right")]
Plan = Annotated[UUID | None, Field(description="One plan only.")]
Client = Annotated[Identifier | None, Field(description="Whose plans.", examples=["client-4711"])]
Person = Annotated[
    Identifier | None,
    Field(description="Who acted, or for whom somebody acted.", examples=["staff-17"]),
]
Since = Annotated[
    Time | None,
    Field(alias="from", description="From then on.", examples=["2026-03-01T00:00:00Z"]),
]
Before = Annotated[
    Time | None,
    Field(alias="to", description="Before then.", examples=["2026-04-01T00:00:00Z"]),
]


class AsOfQuestion(Question):
    time: Annotated[Time | None, Field(examples=["2026-03-02T10:15:00Z"])] = None
    position: Annotated[Position | None, Field(examples=[14])] = None
    version: Annotated[int | None, Field(ge=1, description="When it was agreed.", examples=[2])] = (
        None
    )

    @property
    def moment(self) -> Moment:
        """Raises AmbiguousMoment."""
        given = [one for one in (self.time, self.position, self.version) if one is not None]
        if len(given) > 1:
            raise AmbiguousMoment
        return Moment(self.position, self.time, self.version)


class BetweenQuestion(Question):
    """Each moment is a time, a position, or the agreement on a version: `v2`."""

    since: Annotated[Either, Field(alias="from", examples=["2026-03-02T10:15:00Z"])]
    until: Annotated[Either | None, Field(alias="to", examples=["v2"])] = None

    @property
    def moments(self) -> tuple[Moment, Moment]:
        return _moment(self.since), _moment(self.until)


def _moment(value: int | datetime | str | None) -> Moment:
    match value:
        case datetime():
            return Moment(time=value)
        case str():
            return Moment(version=int(value[1:]))
        case _:
            return Moment(position=value)


class Filters(BaseModel):
    """What to look for, all of it at once, and up to where."""

    plan: Plan = None
    client: Client = None
    person: Person = None
    since: Since = None
    before: Before = None
    until: Annotated[
        Position | None,
        Field(
            description="As it was at this position. What came later is left out, so that no page "
            "ever changes: name the position that the first answer was true for."
        ),
    ] = None


class EventFilters(Filters):
    role: Annotated[Role | None, Field(description="In which role.")] = None
    kinds: Annotated[
        list[str],
        Field(
            alias="kind",
            max_length=20,
            description="Kinds of events; may be repeated.",
            examples=[["PlanAgreed", "MediationSettled"]],
        ),
    ] = []
    correlation: Annotated[
        UUID | None, Field(description="All that followed from one command.")
    ] = None

    @property
    def selection(self) -> Selection:
        """`PlanAgreed` is every version of it, `PlanAgreed.v1` that one. Raises UnknownKind."""
        found = [_types(kind) for kind in self.kinds]
        if not all(found):
            raise UnknownKind
        return Selection(
            plan=self.plan,
            client=self.client,
            person=self.person,
            role=self.role,
            kinds=tuple(type for types in found for type in types),
            since=self.since,
            before=self.before,
            correlation=self.correlation,
        )


def _types(kind: str) -> list[str]:
    return [type for type in (*EVENTS, *PAST) if kind in (type, type.partition(".")[0])]


def until(asked: Filters) -> int:
    return FARTHEST if asked.until is None else asked.until


class AgreementsQuestion(ListQuestion, Filters):
    digest: Annotated[
        Digest | None, Field(description="To exactly what.", examples=[f"sha256:{'4b' * 32}"])
    ] = None


class EventsQuestion(ListQuestion, EventFilters):
    pass


class ExportQuestion(Asked, EventFilters):
    form: Annotated[
        export.Format | None,
        Field(alias="format", description="Instead of `Accept`.", examples=["parquet"]),
    ] = None
    texts: Annotated[
        export.Texts,
        Field(description="As they are stored, which can be proven, or open, to be read."),
    ] = "sealed"

    def format(self, call: Call) -> export.Format:
        """The first of ours that `Accept` names; JSON Lines where it names none."""
        if self.form is not None:
            return self.form
        named = call.headers.get("accept", "").split(",")
        types = (part.partition(";")[0].strip().lower() for part in named)
        return next((EXPORTS[one] for one in types if one in EXPORTS), "jsonl")


EXPORTS: dict[str, export.Format] = {
    "application/x-ndjson": "jsonl",
    "text/csv": "csv",
    "application/vnd.apache.parquet": "parquet",
}


class AccessesQuestion(ListQuestion):
    plan: Plan = None
    client: Client = None
    who: Annotated[Identifier | None, Field(description="Who read.")] = None
