"""Whose tokens are believed: the identity provider's, or in development our own."""

from kernel.clock import Clock
from kernel.security import DevelopmentIssuer, TokenVerifier, key_set
from kernel.security.development import ISSUER
from koop.settings import Settings, SettingsRefused


def verifier_of(settings: Settings, clock: Clock) -> TokenVerifier:
    """Raises SettingsRefused where nobody is named whose tokens could be believed."""
    if settings.jwks is not None:
        if settings.issuer is None:
            raise SettingsRefused("KOOP_ISSUER: name the issuer whose keys KOOP_JWKS holds.")
        try:
            keys = key_set(settings.jwks)
        except (OSError, ValueError) as cause:
            raise SettingsRefused(f"KOOP_JWKS: {settings.jwks} is no JWKS file: {cause}") from cause
        issuer = settings.issuer
    elif settings.mode == "development":
        keys, issuer = development_issuer(settings, clock).jwks, ISSUER
    else:
        raise SettingsRefused(
            "KOOP_JWKS: name the identity provider's JWKS file. On your own machine, "
            "KOOP_MODE=development makes an issuer of its own."
        )
    return TokenVerifier(keys, issuer=issuer, audience=settings.audience, clock=clock)


def development_issuer(settings: Settings, clock: Clock) -> DevelopmentIssuer:
    """Raises DevelopmentOnly."""
    return DevelopmentIssuer(settings.issuer_dir or settings.data_dir, clock, settings.mode)
