"""The readable copy (Exemplar in Textform) of an agreed version: one sheet, as text or as HTML."""

from contracts.plan import Digest
from services.plan.copy.document import STYLE_HASH, Form, document, fingerprint
from services.plan.copy.glance import glance_sheet
from services.plan.copy.sheet import sheet_of
from services.plan.copy.wording import LANGUAGES, Wording, wording

__all__ = [
    "LANGUAGES",
    "STYLE_HASH",
    "Digest",
    "Form",
    "Wording",
    "document",
    "fingerprint",
    "glance_sheet",
    "sheet_of",
    "wording",
]
