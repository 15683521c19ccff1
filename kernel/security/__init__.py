"""Who is asking: signed tokens, verified once and remembered until they expire."""

from kernel.security.development import DevelopmentIssuer, DevelopmentOnly
from kernel.security.mode import Mode
from kernel.security.refusals import (
    TokenExpired,
    TokenForged,
    TokenIncomplete,
    TokenMalformed,
    TokenMissing,
    TokenNotYetValid,
    TokenRefused,
    TokenWrongAudience,
    TokenWrongIssuer,
)
from kernel.security.verifier import Identity, TokenVerifier, key_set

__all__ = [
    "DevelopmentIssuer",
    "DevelopmentOnly",
    "Identity",
    "Mode",
    "TokenExpired",
    "TokenForged",
    "TokenIncomplete",
    "TokenMalformed",
    "TokenMissing",
    "TokenNotYetValid",
    "TokenRefused",
    "TokenVerifier",
    "TokenWrongAudience",
    "TokenWrongIssuer",
    "key_set",
]
