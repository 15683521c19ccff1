"""What makes a token useless. No part of a token is ever repeated in an answer."""

from typing import ClassVar

from contracts.refusal import Refusal

_REALM = 'Bearer realm="kooperationsplan"'


class TokenRefused(Refusal):
    """The root of them; `challenge` is what `WWW-Authenticate` says (RFC 6750)."""

    title_en = "The token was refused"
    title_de = "Die Anmeldung wurde nicht anerkannt"
    challenge: ClassVar[str] = f'{_REALM}, error="invalid_token"'

    def __init__(self, detail: str) -> None:
        super().__init__(detail, allowed="Send a valid token: 'Authorization: Bearer <token>'.")


class TokenMissing(TokenRefused):
    title_en = "A token is required"
    title_de = "Eine Anmeldung ist nötig"
    challenge = _REALM


class TokenMalformed(TokenRefused):
    title_en = "The token cannot be read"
    title_de = "Die Anmeldung ist nicht lesbar"


class TokenForged(TokenRefused):
    title_en = "The token was not signed by a trusted issuer"
    title_de = "Die Anmeldung stammt nicht von einer vertrauenswürdigen Stelle"


class TokenExpired(TokenRefused):
    title_en = "The token has expired"
    title_de = "Die Anmeldung ist abgelaufen"


class TokenNotYetValid(TokenRefused):
    title_en = "The token is not valid yet"
    title_de = "Die Anmeldung gilt noch nicht"


class TokenWrongIssuer(TokenRefused):
    title_en = "The token names another issuer"
    title_de = "Die Anmeldung nennt eine andere ausstellende Stelle"


class TokenWrongAudience(TokenRefused):
    title_en = "The token was made for another system"
    title_de = "Die Anmeldung gilt für ein anderes System"


class TokenIncomplete(TokenRefused):
    title_en = "The token does not say enough about who is asking"
    title_de = "Die Anmeldung sagt nicht genug darüber, wer anfragt"
