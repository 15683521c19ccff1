"""A refusal: the domain's typed no, which says what would be allowed."""

from typing import ClassVar


class Refusal(Exception):
    """Raised by a decider. Nothing was decided, nothing was written.

    `kind` is the stable name under which the refusal is documented and returned over HTTP;
    `title_en` and `title_de` say in one sentence what was refused; `allowed` says what would be
    possible instead. Subclasses pass their own fields to `super().__init__`, which keeps them in
    `fields`.
    """

    title_en: ClassVar[str] = "The request was refused"
    title_de: ClassVar[str] = "Die Anfrage wurde abgelehnt"

    def __init__(self, detail: str, *, allowed: str, **fields: object) -> None:
        super().__init__(detail)
        self.detail, self.allowed, self.fields = detail, allowed, fields

    @classmethod
    def kind(cls) -> str:
        """`StaleAcceptance` is `stale-acceptance`."""
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("-")
