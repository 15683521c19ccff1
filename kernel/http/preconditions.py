"""ETag and If-Match: the revision that somebody read, and the one they decide on."""

import re

from kernel.http.refusals import IfMatchInvalid, IfMatchMissing, RevisionPassed

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"\Z')
_ALLOWED = 'If-Match: "<revision>" as the ETag had it, or *'


def etag(revision: int) -> str:
    """Strong: one revision has one content."""
    return f'"{revision}"'


def if_match(header: str | None) -> int | None:
    """The revision that must be the newest; None if any may be (no header, or `*`).

    Raises IfMatchInvalid, and RevisionPassed for a tag that no revision ever had: a weak one
    never matches here (RFC 9110 § 13.1.1).
    """
    if header is None or header.strip() == "*":
        return None
    tag = _TAG.match(header.strip())
    if tag is None:
        raise IfMatchInvalid("It is not one entity tag in quotes.", allowed=_ALLOWED)
    weak, revision = tag.groups()
    if weak or not revision.isdecimal() or len(revision) > 18:
        raise RevisionPassed("No revision has this tag.", allowed=_ALLOWED)
    return int(revision)


def required_if_match(header: str | None) -> int | None:
    """Where deciding blindly would harm. Raises IfMatchMissing and what `if_match` raises."""
    if header is None:
        raise IfMatchMissing(
            "This changes something that others may have changed meanwhile.", allowed=_ALLOWED
        )
    return if_match(header)
