"""Schemas of the kind our models give, ways to change them, and what is valid by them."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]
NAMES = ("a", "b", "c", "d")
WORDS = ("x", "yy", "zzz", "wwww")


def leaves() -> st.SearchStrategy[Schema]:
    words = st.lists(st.sampled_from(WORDS), min_size=1, unique=True)
    small = st.integers(0, 3)
    return st.one_of(
        st.just({"type": "boolean"}),
        words.map(lambda some: {"type": "string", "enum": some}),
        st.sampled_from(WORDS).map(lambda one: {"type": "string", "const": one}),
        st.builds(
            lambda low, more: {"type": "string", "minLength": low, "maxLength": low + more},
            small,
            small,
        ),
        st.builds(
            lambda low, more: {"type": "integer", "minimum": low, "maximum": low + more},
            small,
            small,
        ),
        st.just({"type": "number"}),
    )


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}], "default": None}


def larger(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    fields = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3)
    return st.one_of(
        inner.filter(lambda schema: "anyOf" not in schema).map(nullable),
        inner.map(lambda items: {"type": "array", "items": items, "maxItems": 2}),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda places: {
                "type": "array",
                "prefixItems": places,
                "minItems": len(places),
                "maxItems": len(places),
            }
        ),
        st.builds(_object, fields, st.sets(st.sampled_from(NAMES))),
    )


def _object(properties: dict[str, Schema], required: set[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required & set(properties)),
    }


schemas = st.recursive(leaves(), larger, max_leaves=6)


@st.composite
def instances(draw: st.DrawFn, schema: Schema) -> Any:  # noqa: PLR0911
    """What a producer of this schema may write: all that is declared, nothing else."""
    if "anyOf" in schema:
        return draw(st.one_of([instances(one) for one in schema["anyOf"]]))
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    match schema["type"]:
        case "null":
            return None
        case "boolean":
            return draw(st.booleans())
        case "integer":
            return draw(st.sampled_from([schema["minimum"], schema["maximum"]]))
        case "number":
            return draw(st.sampled_from([-1.5, 0, 2, 7.25]))
        case "string":
            low, high = schema["minLength"], schema["maxLength"]
            return "x" * draw(st.sampled_from([low, high]))
        case "array" if "prefixItems" in schema:
            return [draw(instances(one)) for one in schema["prefixItems"]]
        case "array":
            return draw(st.lists(instances(schema["items"]), max_size=schema.get("maxItems", 3)))
    properties, required = schema["properties"], schema["required"]
    return {
        name: draw(instances(of))
        for name, of in properties.items()
        if name in required or draw(st.booleans())
    }


def nodes(schema: Schema) -> list[Schema]:
    """Every schema within, itself first."""
    inner = [*schema.get("anyOf", ()), *schema.get("prefixItems", ())]
    inner += [*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])]
    return [schema, *(node for one in inner for node in nodes(one))]


@st.composite
def changed(draw: st.DrawFn, schema: Schema) -> Schema:
    """The same with one thing changed, for better or worse."""
    result = deepcopy(schema)
    possible = [
        (change, node) for node in nodes(result) for change, has in _CHANGES if has & set(node)
    ]
    change, node = draw(st.sampled_from(possible))
    change(draw, node)
    return result


def _replace(draw: st.DrawFn, node: Schema) -> None:
    other = draw(leaves() | st.just(nullable(deepcopy(node)) if "anyOf" not in node else node))
    kept = dict(other)
    node.clear()
    node.update(kept)


def _bound(draw: st.DrawFn, node: Schema) -> None:
    keyword = draw(st.sampled_from(sorted(_BOUNDS & set(node))))
    node[keyword] = max(0, node[keyword] + draw(st.sampled_from([-1, 1])))
    for low, high in (("minLength", "maxLength"), ("minimum", "maximum")):
        if low in node:
            node[high] = max(node[low], node[high])


def _value(draw: st.DrawFn, node: Schema) -> None:
    node["enum"] = draw(st.lists(st.sampled_from(WORDS), min_size=1, unique=True))


def _field(draw: st.DrawFn, node: Schema) -> None:
    name = draw(st.sampled_from(NAMES))
    if name not in node["properties"]:
        node["properties"][name] = draw(leaves())
    elif len(node["properties"]) > 1:
        del node["properties"][name]
        node["required"] = [one for one in node["required"] if one != name]


def _duty(draw: st.DrawFn, node: Schema) -> None:
    node["required"] = draw(st.lists(st.sampled_from(sorted(node["properties"])), unique=True))


def _annotate(draw: st.DrawFn, node: Schema) -> None:
    node[draw(st.sampled_from(["title", "description"]))] = "in better words"


_BOUNDS = {"minLength", "maxLength", "minimum", "maximum"}
_ANY = {"type", "anyOf"}
_CHANGES = (
    (_replace, _ANY),
    (_annotate, _ANY),
    (_bound, _BOUNDS),
    (_value, {"enum"}),
    (_field, {"properties"}),
    (_duty, {"properties"}),
)
