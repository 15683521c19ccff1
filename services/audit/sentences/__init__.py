"""Every event as a sentence that a judge can read, in German and English."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from contracts.envelope import Recorded
from services.audit.sentences.catalogue import Catalogue, Language
from services.audit.sentences.de import CATALOGUE as GERMAN
from services.audit.sentences.en import CATALOGUE as ENGLISH
from services.audit.sentences.filling import NoSuchField, fill

__all__ = ["CATALOGUES", "Catalogue", "Language", "NoSuchField", "fill", "sentence"]

CATALOGUES: Mapping[Language, Catalogue] = MappingProxyType({"de": GERMAN, "en": ENGLISH})


def sentence(recorded: Recorded[Any], language: Language) -> str:
    """What happened, in one sentence without any personal text."""
    catalogue, metadata = CATALOGUES[language], recorded.envelope.metadata
    event = recorded.event
    fields = {name: getattr(event, name) for name in type(event).model_fields}
    spoken = {**fields, "at": metadata.time, "actor": metadata.actor, "event": event}
    return fill(catalogue.events[event.type], spoken, catalogue)
