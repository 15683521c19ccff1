"""What differs between two JSON Schemas, and for whom it matters.

Both are of the kind that our models give: objects are open to readers, who ignore fields that they
do not know; producers write what is declared and no more. So an optional field that is added is no
difference at all. A keyword that is not known here counts as different wherever it changed.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Schema = Mapping[str, Any]

Kind = Literal["narrower", "wider", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """`narrower`: something that was valid is not any more; whoever wrote it, or sends it, is hurt.
    `wider`: something is valid that was not; a reader of the old version meets what it was never
    promised. `changed`: both, or not known.
    """

    at: str
    kind: Kind
    what: str

    def __str__(self) -> str:
        return f"`{self.at}` {self.what}" if self.at else f"the whole {self.what}"


@dataclass(frozen=True, slots=True)
class Side:
    """A schema, or a part of it, with the document that its references point into."""

    schema: Schema
    document: Schema

    def part(self, schema: Schema) -> "Side":
        return Side(schema, self.document)

    @property
    def resolved(self) -> "Side":
        found = self.schema
        while found.get("$ref", "").startswith("#"):
            rest = {key: value for key, value in found.items() if key != "$ref"}
            found = {**_pointed(self.document, found["$ref"]), **rest}
        return Side(found, self.document)


_ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "deprecated"}
)
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_ALTERNATIVES = ("anyOf", "oneOf")
_OBJECT = ("properties", "required", "additionalProperties")
_KNOWN = {*_ANNOTATIONS, *_LOWER, *_UPPER, *_ALTERNATIVES, *_OBJECT, "const", "enum", "type"}
_KNOWN |= {"items", "prefixItems"}


def differences(old: Schema, new: Schema) -> list[Difference]:
    """Each of them once, in the order of the old schema."""
    return list(dict.fromkeys(_compared("", Side(old, old), Side(new, new))))


def _compared(at: str, old: Side, new: Side) -> Iterator[Difference]:
    old, new = old.resolved, new.resolved
    alternatives = _branches(old) or _branches(new)
    for rule in _OF_ALTERNATIVES if alternatives else _RULES:
        yield from rule(at, old, new)


def _alternatives(at: str, old: Side, new: Side) -> Iterator[Difference]:
    """Each old branch must fit into a new one, and each new one into an old one."""
    before, after = _branches(old) or [_alone(old)], _branches(new) or [_alone(new)]
    for was in before:
        yield from _closest("narrower", [list(_compared(at, was, now)) for now in after])
    for now in after:
        yield from _closest("wider", [list(_compared(at, was, now)) for was in before])


def _closest(kind: Kind, tried: Sequence[list[Difference]]) -> Iterator[Difference]:
    hurting = [[one for one in found if one.kind in (kind, "changed")] for found in tried]
    yield from min(hurting, key=len)


def _types(at: str, old: Side, new: Side) -> Iterator[Difference]:
    was, now = old.schema.get("type"), new.schema.get("type")
    if was == now:
        return
    kinds: dict[tuple[Any, Any], Kind] = {
        ("integer", "number"): "wider",
        ("number", "integer"): "narrower",
    }
    yield Difference(at, kinds.get((was, now), "changed"), f"was {was} and is {now}")


def _values(at: str, old: Side, new: Side) -> Iterator[Difference]:
    was, now = _allowed(old.schema), _allowed(new.schema)
    if now is not None and (was is None or any(one not in now for one in was)):
        gone = [one for one in was or [] if one not in now]
        named = f"may not be {_listed(gone)} any more" if was else f"may only be {_listed(now)}"
        yield Difference(at, "narrower", named)
    if was is not None and (now is None or any(one not in was for one in now)):
        come = [one for one in now or [] if one not in was]
        named = f"may be {_listed(come)} now" if now else "may be anything now"
        yield Difference(at, "wider", named)


def _bounds(at: str, old: Side, new: Side) -> Iterator[Difference]:
    for keyword in (*_LOWER, *_UPPER):
        was, now = old.schema.get(keyword), new.schema.get(keyword)
        if was == now:
            continue
        tighter = was is None or (
            now is not None and (now > was if keyword in _LOWER else now < was)
        )
        kind: Kind = "narrower" if tighter else "wider"
        yield Difference(at, kind, f"had {keyword} {was} and has {now}")


def _properties(at: str, old: Side, new: Side) -> Iterator[Difference]:
    before, after = old.schema.get("properties", {}), new.schema.get("properties", {})
    must, now_must = set(old.schema.get("required", ())), set(new.schema.get("required", ()))
    added = [name for name in after if name not in before]
    for name, was in before.items():
        place = f"{at}.{name}" if at else name
        if name not in after:
            renamed = f" (is it `{added[0]}` now?)" if len(added) == 1 else ""
            yield Difference(place, "changed", f"was removed{renamed}")
            continue
        yield from _compared(place, old.part(was), new.part(after[name]))
        if name in now_must - must:
            yield Difference(place, "narrower", "is required now")
        if name in must - now_must:
            yield Difference(place, "wider", "may be missing now")
    for name in added:
        place = f"{at}.{name}" if at else name
        if name in now_must:
            yield Difference(place, "narrower", "was added and is required")
        elif old.schema.get("additionalProperties") is False:
            yield Difference(place, "wider", "was added where nothing else was to be expected")


def _openness(at: str, old: Side, new: Side) -> Iterator[Difference]:
    was, now = (side.schema.get("additionalProperties", True) for side in (old, new))
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        yield from _compared(f"{at}.*" if at else "*", old.part(was), new.part(now))
    elif was != now:
        kind: Kind = "narrower" if now is False else "wider" if was is False else "changed"
        what = "takes no other fields any more" if now is False else "takes other fields now"
        yield Difference(at, kind, what)


def _elements(at: str, old: Side, new: Side) -> Iterator[Difference]:
    was, now = (side.schema.get("prefixItems", []) for side in (old, new))
    if len(was) != len(now):
        yield Difference(at, "changed", f"had {len(was)} places and has {len(now)}")
    for place, (one, other) in enumerate(zip(was, now, strict=False)):
        yield from _compared(f"{at}[{place}]", old.part(one), new.part(other))
    rest, now_rest = old.schema.get("items"), new.schema.get("items")
    if isinstance(rest, Mapping) and isinstance(now_rest, Mapping):
        yield from _compared(f"{at}[]", old.part(rest), new.part(now_rest))
    elif rest != now_rest:
        yield Difference(at, "changed", "has other elements")


def _others(at: str, old: Side, new: Side) -> Iterator[Difference]:
    for keyword in sorted({*old.schema, *new.schema} - _KNOWN - {"default"}):
        was, now = old.schema.get(keyword), new.schema.get(keyword)
        if was != now:
            yield Difference(at, "changed", f"had {keyword} {was!r} and has {now!r}")


def _default(at: str, old: Side, new: Side) -> Iterator[Difference]:
    """Without one, nothing is meant: as with null."""
    was, now = old.schema.get("default"), new.schema.get("default")
    if was != now:
        yield Difference(at, "changed", f"meant {was!r} where it was missing and means {now!r}")


Rule = Callable[[str, Side, Side], Iterator[Difference]]
_RULES: Sequence[Rule] = (
    _default,
    _types,
    _values,
    _bounds,
    _properties,
    _openness,
    _elements,
    _others,
)
_OF_ALTERNATIVES: Sequence[Rule] = (_default, _alternatives)


def _pointed(document: Schema, reference: str) -> Schema:
    """What a reference within the document points to."""
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _branches(side: Side) -> list[Side]:
    """Each alternative, with what is said of all of them."""
    of_all = _alone(side).schema
    found = (side.schema.get(keyword, ()) for keyword in _ALTERNATIVES)
    return [side.part({**of_all, **one}) for branches in found for one in branches]


def _alone(side: Side) -> Side:
    """What is said beside alternatives and the default."""
    left_out = {*_ALTERNATIVES, *_ANNOTATIONS, "default"}
    return side.part({k: v for k, v in side.schema.items() if k not in left_out})


def _allowed(schema: Schema) -> Sequence[str] | None:
    """As JSON: `1` is not `true`."""
    if "const" in schema:
        return [json.dumps(schema["const"])]
    return [json.dumps(one) for one in schema["enum"]] if "enum" in schema else None


def _listed(values: Sequence[str]) -> str:
    return " or ".join(values)
