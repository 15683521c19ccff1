"""What differs between two AsyncAPI documents of a service, for those at the other end."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.compatibility.schemas import Difference, differences

Json = Mapping[str, Any]

_TAKEN = "receive"


def broken(old: Json, new: Json) -> Iterator[str]:
    """A sentence for each promise that is broken. What a service takes may grow laxer; what it
    says may get new messages and optional headers, no more."""
    yield from _gone("operation", old["operations"], new["operations"])
    yield from _gone("channel", old["channels"], new["channels"])
    for name in old["channels"].keys() & new["channels"].keys():
        yield from _channel(name, old, new)
    for name, trait in _traits(old).items():
        if name in _traits(new):
            yield from _headers(f"events of {name}", trait, _traits(new)[name], taken=False)


def _channel(name: str, old: Json, new: Json) -> Iterator[str]:
    was, now = old["channels"][name], new["channels"][name]
    if was["address"] != now["address"]:
        yield f"channel {name} was {was['address']} and is {now['address']}"
    for message in _gone("message", was["messages"], now["messages"]):
        yield f"channel {name}: {message}"
    taken = _is_taken(name, old)
    for key in was["messages"].keys() & now["messages"].keys():
        yield from _message(f"{name}/{key}", was["messages"][key], now["messages"][key], taken)


def _message(at: str, was: Json, now: Json, taken: bool) -> Iterator[str]:
    for part in ("contentType", "bindings"):
        if was.get(part) != now.get(part):
            yield f"{at}: its {part} changed"
    yield from _headers(at, was, now, taken)
    for one in _hurting(differences(was["payload"], now["payload"]), taken):
        yield f"{at}: {one}"


def _headers(at: str, was: Json, now: Json, taken: bool) -> Iterator[str]:
    for one in _hurting(differences(was["headers"], now["headers"]), taken):
        yield f"{at}: header {one}"


def _hurting(found: Sequence[Difference], taken: bool) -> list[Difference]:
    """Whoever sends to us does not mind that we take more."""
    return [one for one in found if not (taken and one.kind == "wider")]


def _is_taken(channel: str, document: Json) -> bool:
    """Whether others write to it and this service alone reads it: commands."""
    here = {"$ref": f"#/channels/{channel}"}
    return any(
        one["action"] == _TAKEN and one["channel"] == here and "reply" in one
        for one in document["operations"].values()
    )


def _gone(kind: str, old: Json, new: Json) -> Iterator[str]:
    return (f"{kind} {name} is gone" for name in old if name not in new)


def _traits(document: Json) -> Mapping[str, Json]:
    found: Mapping[str, Json] = document["components"]["messageTraits"]
    return found
