"""Which signatures count, and what is wrong with one that does not."""

from typing import Any

from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    InvalidKeyIdError,
    JoseError,
    KeyParameterError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from kernel.security.refusals import TokenForged, TokenMalformed

ALGORITHMS = frozenset({"ES256", "EdDSA", "Ed25519"})
"""`Ed25519` is the name that RFC 9864 gives to what was `EdDSA`; issuers still use both."""

LONGEST_TOKEN = 8 * 1024
"""Characters; one of ours has about 400."""


class _Accepted(JWSRegistry):
    """joserfc's registry, narrowed, and without its warning about the older name `EdDSA`."""

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError
        return self.algorithms[name]


_ACCEPTED = _Accepted(algorithms=ALGORITHMS)


def signed_claims(token: str, jwks: KeySet) -> dict[str, Any]:
    """What a trusted key signed. Raises TokenMalformed, TokenForged."""
    if len(token) > LONGEST_TOKEN:
        raise TokenMalformed(f"The token has more than {LONGEST_TOKEN} characters.")
    try:
        return jwt.decode(token, jwks, registry=_ACCEPTED).claims
    except BadSignatureError as cause:
        raise TokenForged("The signature does not fit the token.") from cause
    except UnsupportedAlgorithmError as cause:
        accepted = ", ".join(sorted(ALGORITHMS))
        raise TokenForged(f"The algorithm is not one of {accepted}.") from cause
    except (InvalidKeyIdError, KeyParameterError) as cause:
        raise TokenForged("The token names no key of a trusted issuer.") from cause
    except (JoseError, ValueError) as cause:
        raise TokenMalformed("The token is no signed JWT in compact form.") from cause
