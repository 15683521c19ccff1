"""The digest by which a draft is accepted: over everything that is agreed, in its sealed form."""

import json
from hashlib import sha256

from contracts.plan import Digest
from services.plan.domain.state import Content


def digest_of(version: int, content: Content) -> Digest:
    """SHA-256 of canonical JSON: keys sorted, no spaces, agreements by id, absent values left out.

    Two drafts have one digest exactly if they say the same as the same version.
    """
    goal = content.goal
    whole = {
        "version": version,
        "occupational_goal": goal.occupational if goal else None,
        "interim_goal": goal.interim if goal else None,
        "agreements": [
            terms.model_dump(mode="json", exclude_none=True)
            for _, terms in sorted(content.agreements.items())
        ],
        "remarks": content.remarks,
    }
    said = {name: value for name, value in whole.items() if value is not None}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{sha256(canonical.encode()).hexdigest()}"
