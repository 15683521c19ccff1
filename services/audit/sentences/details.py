"""The personal texts of an event, each with its caption."""

from typing import Any

from pydantic import BaseModel

from contracts.plan import AgreementTerms
from contracts.sealed import Open
from services.audit.sentences import CATALOGUES
from services.audit.sentences.catalogue import Catalogue, Language
from services.audit.sentences.filling import fill
from services.audit.texts import is_sealed


def details(event: BaseModel, open_: Open, language: Language) -> list[str]:
    """One line per text or agreement, in the order of the fields."""
    catalogue = CATALOGUES[language]
    return [
        line
        for name in type(event).model_fields
        for line in _lines(name, getattr(event, name), open_, catalogue)
    ]


REASONS = ("text", "reasons", "reason", "facts", "subject", "statement")
"""Fields in which somebody says why."""


def reasons(event: BaseModel, open_: Open, language: Language) -> list[str]:
    """Only what somebody gave as a reason."""
    catalogue = CATALOGUES[language]
    return [
        line
        for name in type(event).model_fields
        if name in REASONS
        for line in _lines(name, getattr(event, name), open_, catalogue)
    ]


def _lines(name: str, value: Any, open_: Open, catalogue: Catalogue) -> list[str]:
    if isinstance(value, AgreementTerms):
        return [_terms(value, open_, catalogue)]
    if isinstance(value, tuple):
        return [line for part in value for line in _lines(name, part, open_, catalogue)]
    if is_sealed(value):
        return [_captioned(name, value, open_, catalogue)]
    return []


def _terms(terms: AgreementTerms, open_: Open, catalogue: Catalogue) -> str:
    fields = {name: getattr(terms, name) for name in type(terms).model_fields}
    head = fill(catalogue.phrases["terms"], fields, catalogue)
    proof = "" if terms.proof is None else f" {_captioned('proof', terms.proof, open_, catalogue)}"
    return f"{head}{quoted(open_(terms.what), catalogue)}{proof}"


def _captioned(name: str, sealed: Any, open_: Open, catalogue: Catalogue) -> str:
    return f"{caption(name, catalogue)}: {quoted(open_(sealed), catalogue)}"


def caption(name: str, catalogue: Catalogue) -> str:
    return catalogue.texts.get(name, name)


def quoted(text: str, catalogue: Catalogue) -> str:
    """Line breaks within a text stay within its quotation marks, on one line."""
    before, after = catalogue.quotes
    return f"{before}{' '.join(text.split())}{after}"
