"""English: the same sentences for whoever does not read German."""

from services.audit.sentences.catalogue import Catalogue
from services.audit.sentences.en.captions import FIELDS, TEXTS
from services.audit.sentences.en.events import EVENTS
from services.audit.sentences.en.phrases import PHRASES
from services.audit.sentences.en.words import WORDS

CATALOGUE = Catalogue(
    day="{day} {month} {year}",
    moment="{date} at {hour:02}:{minute:02}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    actors={
        "client": "the client {sub}",
        "counsellor": "the counsellor {sub}",
        "mediator": "the mediator {sub}",
        "auditor": "the auditor {sub}",
        "system": "the system ({sub})",
    },
    represented="{sub} on behalf of the client {on_behalf_of}",
    quotes=("“", "”"),
    words=WORDS,
    events=EVENTS,
    texts=TEXTS,
    fields=FIELDS,
    phrases=PHRASES,
)
