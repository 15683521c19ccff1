"""Who agreed to what and when, by which channel, on whose behalf."""

from services.audit.read_models.consents.model import ConsentsModel
from services.audit.read_models.consents.queries import (
    ConsentFilter,
    FoundConsents,
    consents,
)
from services.audit.read_models.consents.row import ConsentRow
from services.audit.read_models.consents.tables import ConsentTables

__all__ = [
    "ConsentFilter",
    "ConsentRow",
    "ConsentTables",
    "ConsentsModel",
    "FoundConsents",
    "consents",
]
