"""An answer in the format that was asked for: JSON a page at a time, CSV and text as a stream."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from starlette.responses import Response, StreamingResponse

from contracts.model import Contract
from contracts.sealed import Open
from kernel.http import answer
from services.audit.answers import as_csv, as_text
from services.audit.answers.models import Truth
from services.audit.api.wish import Wish
from services.audit.sentences import CATALOGUES

E = TypeVar("E", covariant=True)
T = TypeVar("T")


class Page(Protocol[E]):
    """What every answer has."""

    @property
    def true_for(self) -> Truth: ...

    @property
    def items(self) -> Iterable[E]: ...


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """How one kind of entry looks in a table and in a text; `title` names a phrase."""

    title: str
    columns: tuple[str, ...]
    row: Callable[[T], as_csv.Row]
    text: as_text.Text[T]


@dataclass(frozen=True, slots=True)
class Whole(Generic[T]):
    """A page of something that is no list in JSON."""

    true_for: Truth
    items: Iterable[T]


async def listed(form: Form[T], wish: Wish, pages: AsyncIterator[Any]) -> Response:
    """Whatever is wrong comes up with the first page, before anything is sent."""
    first = await anext(pages)
    if wish.format == "json":
        async with aclosing(pages):  # type: ignore[type-var]  # every one here is a generator
            return told(first, wish)
    return StreamingResponse(
        _stream(form, wish, first, pages),
        headers=_headers(wish),
        media_type=_media_type(wish),
    )


def told(content: Any, wish: Wish, open: Open | None = None) -> Response:
    """As JSON."""
    assert isinstance(content, Contract)
    response = answer(content, open=open)
    response.headers.update(_headers(wish))
    return response


def whole(form: Form[T], wish: Wish, page: Page[T], title: str | None = None) -> Response:
    """As CSV or text, in one piece."""
    lines = [*_begin(form, wish, page, title), *_body(form, wish, page.items)]
    return Response("".join(lines), headers=_headers(wish), media_type=_media_type(wish))


async def _stream(
    form: Form[T], wish: Wish, first: Page[T], rest: AsyncIterator[Page[T]]
) -> AsyncIterator[str]:
    for line in (*_begin(form, wish, first, None), *_body(form, wish, first.items)):
        yield line
    async for page in rest:
        yield "".join(_body(form, wish, page.items))


def _begin(form: Form[T], wish: Wish, page: Page[T], title: str | None) -> Iterator[str]:
    if wish.format == "csv":
        yield from as_csv.csv_lines([], form.columns)
        return
    phrases = CATALOGUES[wish.language].phrases
    heading = title or phrases[form.title]
    truth = as_text.truth_text(page.true_for, wish.language)
    yield from (f"{line}\n" for line in (heading, "=" * len(heading), *truth, ""))
    if not page.items:
        yield f"{phrases['nothing']}\n"


def _body(form: Form[T], wish: Wish, items: Iterable[T]) -> Iterator[str]:
    if wish.format == "csv":
        yield from as_csv.csv_lines(map(form.row, items), form.columns, header=False)
        return
    yield from (f"{as_text.safe(line)}\n" for line in form.text(items, wish.language))


def _media_type(wish: Wish) -> str:
    return as_csv.MEDIA_TYPE if wish.format == "csv" else as_text.MEDIA_TYPE


def _headers(wish: Wish) -> dict[str, str]:
    return {"Content-Language": wish.language, "Vary": "Accept, Accept-Language"}
