"""The two shapes that every rule of an open plan has."""

from collections.abc import Callable, Sequence
from typing import Any

from contracts.envelope import Envelope, Metadata
from contracts.model import Event
from services.plan.domain.state import Open

Decision = Callable[[Any, Open, Metadata], Sequence[Event]]
"""(command, plan, metadata) → what follows. Raises a refusal."""

Change = Callable[[Open, Any, Envelope], Open]
"""(plan, event, envelope) → the plan after it. Never refuses: what happened, happened."""
