"""What people write, and the keys that it is sealed with: both follow from the seed."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from random import Random
from types import MappingProxyType

from contracts.sealed import Ciphertext
from kernel.sealing.jwe import Box

TEXTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "voice": (
            "Ich möchte wieder in einer Küche arbeiten, aber nicht in der Nachtschicht.",
            "Mir fehlt ein Computer, um Bewerbungen zu schreiben.",
            "Ich mache mir Sorgen, wer das Kind abholt, wenn der Kurs bis fünf geht.",
            "Am liebsten würde ich etwas mit Tieren machen.",
            "Ich habe in der Heimat zehn Jahre als Schweißer gearbeitet.",
        ),
        "goal": (
            "Köchin in einer Schul- oder Betriebsküche",
            "Anerkennung als Pflegefachkraft",
            "Ausbildung zum Fachinformatiker",
            "Teilzeitstelle im Einzelhandel, vormittags",
            "Berufskraftfahrer mit Führerschein der Klasse C",
        ),
        "interim goal": (
            "Hygieneschein erneuern",
            "Sprachprüfung B2",
            "Praktikum von sechs Wochen",
            "Eine feste Betreuung für das Kind",
        ),
        "client's step": (
            "Fünf Bewerbungen im Monat im Raum Düsseldorf schreiben",
            "Den Kurs «Deutsch im Beruf» bis zum Ende besuchen",
            "Zwei Probetage in einer Großküche machen",
            "Den Lebenslauf mit dem Bewerbungsbüro überarbeiten",
            "Die Zeugnisse zur Anerkennung einreichen",
            "Sich bei drei Kindertagesstätten auf die Warteliste setzen lassen",
        ),
        "jobcenter's step": (
            "Die Kosten des Hygienescheins übernehmen",
            "Einen Bildungsgutschein für die Umschulung ausstellen",
            "Zwei Stellenangebote in der Woche schicken",
            "Die Fahrkosten zu Vorstellungsgesprächen erstatten",
        ),
        "others' step": (
            "Die Nachbarin holt das Kind am Nachmittag ab",
            "Die Schuldnerberatung stellt die Unterlagen zusammen",
            "Der Träger meldet den Beginn des Kurses",
        ),
        "proof": ("Kopien der Bewerbungen", "Bescheinigung des Trägers", "Vorlage im Termin"),
        "remark": (
            "Der Kindergarten schließt um vier, vormittags passt es besser.",
            "Termine bitte per Post und im Portal.",
            "Nach der Operation im Frühjahr erst wieder ab Mai.",
        ),
        "evidence": ("Fünf Kopien liegen vor", "Überweisung vom 12.", "Bescheinigung ist da"),
        "facts": (
            "Zwei von fünf Bewerbungen lagen bis zum Ende der Frist vor",
            "Zum Termin ist niemand erschienen, es kam keine Nachricht",
            "Die Zusage ist bis heute nicht eingelöst",
        ),
        "difficulty": (
            "Mein Kind ist krank, ich schaffe keine fünf Bewerbungen",
            "Der Weg zum Betrieb ist mit dem Bus zu weit",
            "Der Kurs endet, wenn die Betreuung schon geschlossen hat",
        ),
        "answer": ("Zwei Wochen mehr genügen", "Drei statt fünf", "Die Betreuung ist gesichert"),
        "reason": (
            "Meine Tochter war vom 20. bis zum 29. im Krankenhaus",
            "Ich hatte an dem Tag ein Vorstellungsgespräch",
            "Die Einladung kam erst nach dem Termin an",
        ),
        "assessment": ("Pflege geht vor", "Der Nachweis deckt die Zeit", "Nichts vorgetragen"),
        "demand": ("Fünf Bewerbungen vorlegen", "Das Angebot zur Qualifizierung annehmen"),
        "statement": (
            "Ich hatte zwei Probetage und den Überblick verloren",
            "Dazu sage ich nichts",
        ),
        "hardship": ("Keine Rückstände, die Kinder sind nicht betroffen", "Die Miete steht aus"),
        "dispute": ("Es waren vier von fünf", "Ich war da, aber am falschen Eingang"),
        "error": ("Der Nachweis war rechtzeitig da und lag in einer anderen Akte",),
        "purpose": ("Bewerbungen besprechen", "Stand der Absprachen", "Angebote ansehen"),
        "disagreement": (
            "Der Kurs endet, wenn die Betreuung schon geschlossen hat",
            "Das Ziel passt nicht zu meinem Beruf",
        ),
        "solution": ("Der Kurs findet am Vormittag statt", "Erst das Praktikum, dann der Kurs"),
        "declined": ("Der Kurs ist am Vormittag nicht zu bekommen", "So geht es nicht"),
    }
)


class Pen:
    """Seals with one client's key. Everything follows from the seed: it protects nobody, and
    nobody is there to be protected."""

    def __init__(self, seed: int, client: str, random: Random) -> None:
        self._box, self._random = Box(secret_of(seed, client), random.randbytes), random

    def writes(self, topic: str) -> Ciphertext:
        return Ciphertext(self._box.seal(self._random.choice(TEXTS[topic]).encode()))


def secret_of(seed: int, client: str) -> bytes:
    """The key of a client, for whoever is to read what was written about them."""
    return sha256(f"koop generate/{seed}/{client}".encode()).digest()
