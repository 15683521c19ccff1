"""Who agreed to what and when, in words."""

from services.audit.read_models.consents import ConsentRow
from services.audit.sentences import CATALOGUES
from services.audit.sentences.catalogue import Language
from services.audit.sentences.filling import fill


def consent_sentence(row: ConsentRow, language: Language) -> str:
    """One sentence, and one more for what became of the consent."""
    catalogue = CATALOGUES[language]
    fields = {
        "time": row.time,
        "party": row.party,
        "version": row.version,
        "digest": row.digest,
        "solution": row.solution,
        "channel": row.channel,
        "actor": row.actor,
        "agreed_at": row.agreed_at,
        "withdrawn_at": row.withdrawn_at,
        "cause": row.withdrawn_because,
    }
    said = ["consent_version" if row.solution is None else "consent_solution"]
    said += ["agreed"] * (row.agreed_at is not None)
    said += ["withdrawn"] * (row.withdrawn_at is not None)
    return " ".join(fill(catalogue.phrases[name], fields, catalogue) for name in said)
