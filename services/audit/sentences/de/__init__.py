"""German: read by clients, counsellors and courts."""

from services.audit.sentences.catalogue import Catalogue
from services.audit.sentences.de.captions import FIELDS, TEXTS
from services.audit.sentences.de.events import EVENTS
from services.audit.sentences.de.phrases import PHRASES
from services.audit.sentences.de.words import WORDS

CATALOGUE = Catalogue(
    day="{day}. {month} {year}",
    moment="{date} um {hour:02}:{minute:02} Uhr",
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    actors={
        "client": "die leistungsberechtigte Person {sub}",
        "counsellor": "die Integrationsfachkraft {sub}",
        "mediator": "die Schlichtungsperson {sub}",
        "auditor": "die prüfende Person {sub}",
        "system": "das System ({sub})",
    },
    represented="{sub} in Vertretung der leistungsberechtigten Person {on_behalf_of}",
    quotes=("„", "“"),
    words=WORDS,
    events=EVENTS,
    texts=TEXTS,
    fields=FIELDS,
    phrases=PHRASES,
)
