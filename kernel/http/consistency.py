"""`?consistent-with=<position>`: what an answer has to hold at least."""

from starlette.datastructures import QueryParams
from starlette.types import Scope

from kernel.http.refusals import InvalidRequest

PARAMETER = "consistent-with"
_RAW = PARAMETER.encode()
_LONGEST = 18
"""Digits of a position: more would not fit into 63 bits."""


def taken_from(scope: Scope) -> int:
    """The position that is asked for, 0 for any; the query is left without it, for routes that
    refuse what they do not know. Raises InvalidRequest.
    """
    query: bytes = scope["query_string"]
    if _RAW not in query:
        return 0
    parts = query.split(b"&")
    scope["query_string"] = b"&".join(one for one in parts if not _is_ours(one))
    said = QueryParams(b"&".join(one for one in parts if _is_ours(one))).getlist(PARAMETER)
    if not said:
        return 0
    value = said[0]
    if len(said) > 1 or not (value.isascii() and value.isdigit()) or len(value) > _LONGEST:
        raise InvalidRequest(
            [{"parameter": PARAMETER, "kind": "position", "detail": "Not one position, e.g. 4711"}]
        )
    return int(value)


def _is_ours(pair: bytes) -> bool:
    return pair.partition(b"=")[0] == _RAW
