"""What a deployment may set: one `KOOP_…` variable per setting."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict
from sqlalchemy.engine import URL

from contracts.envelope import Identifier
from contracts.regime import DEFAULT_REGIME, regime
from kernel.database import server_url
from koop.kafka_settings import KafkaSettings
from services.notifications.channels.mail_server import MailServer, mail_server

Port = Annotated[int, Field(ge=0, le=65535)]
"""0 takes any free one."""


SECRETS = Path("/run/secrets")
"""Where a container's secrets are mounted: a file for each."""


class SettingsRefused(Exception):
    """The environment says something that cannot be: one sentence per variable."""


class Settings(KafkaSettings):
    model_config = SettingsConfigDict(env_prefix="KOOP_", frozen=True, extra="ignore")

    mode: Literal["development", "production"] = Field(
        "production", description="`development` has an issuer of its own that signs any token."
    )
    data_dir: Path = Field(Path("data"), description="Where events, views, keys and outbox lie.")
    event_store: SecretStr | None = Field(
        None, description="`esdb://user:password@host:2113`, or a file. Unset: in the data dir."
    )
    database: SecretStr | None = Field(
        None,
        description="`postgresql://user:password@host:5432/koop`: views and access records, a "
        "schema for each service. Unset: files in the data dir.",
    )
    keys: SecretStr | None = Field(
        None,
        description="`postgresql://user:password@host:5432/keys`, for services on several hosts, "
        "or a file: the clients' keys. Unset: in the data dir.",
    )
    host: str = Field("127.0.0.1", description="The address that the services listen on.")
    plan_port: Port = Field(8101, description="The plan service.")
    mediation_port: Port = Field(8102, description="The mediation service.")
    notifications_port: Port = Field(8103, description="The notifications service.")
    audit_port: Port = Field(8104, description="The audit service.")
    master_key: SecretStr | None = Field(
        None, description="32 bytes in base64 that wrap the clients' keys. Required in production."
    )
    clock: Literal["system", "movable"] = Field(
        "system", description="Development: `movable` lets `koop demo --against` take it in hand."
    )
    issuer_dir: Path | None = Field(
        None, description="Development: where our issuer's key lies. Unset: in the data dir."
    )
    jwks: Path | None = Field(None, description="The identity provider's public keys (JWKS file).")
    issuer: str | None = Field(None, description="The `iss` that tokens must carry.")
    audience: str = Field("kooperationsplan", description="The `aud` that tokens must carry.")
    regime: Identifier = Field(DEFAULT_REGIME, description="The regime of every jobcenter…")
    regimes: dict[Identifier, Identifier] = Field(
        default_factory=dict, description="…but for these: JSON, jobcenter to regime."
    )
    smtp_url: SecretStr | None = Field(
        None, description="`smtp://user:password@host:587?tls=starttls`. Unset: outbox folder only."
    )
    mail_from: str = Field(
        "kooperationsplan@jobcenter.example", description="The sender of every e-mail."
    )
    ready_lag: Annotated[int, Field(ge=0)] = Field(
        1_000, description="Events by which a follower may lag before readiness says no."
    )

    @field_validator("regime")
    @classmethod
    def _shipped(cls, id: str) -> str:
        return regime(id).id

    @field_validator("regimes")
    @classmethod
    def _all_shipped(cls, chosen: dict[str, str]) -> dict[str, str]:
        return {jobcenter: regime(id).id for jobcenter, id in chosen.items()}

    @field_validator("database")
    @classmethod
    def _known(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            server_url(url.get_secret_value())
        return url

    @field_validator("keys")
    @classmethod
    def _apart(cls, keys: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if keys is not None and "://" in keys.get_secret_value():
            url, views = server_url(keys.get_secret_value()), others.data.get("database")
            if views is not None and _same(url, server_url(views.get_secret_value())):
                raise ValueError(
                    "keys need a database of their own: together with views, one backup would hold "
                    "the sealed texts and what opens them. Name another one on that server."
                )
        return keys

    @field_validator("clock")
    @classmethod
    def _real_time(cls, chosen: str, said: ValidationInfo) -> str:
        if chosen == "movable" and said.data.get("mode") != "development":
            raise ValueError("`movable` lets others set the time: only with KOOP_MODE=development")
        return chosen

    @field_validator("smtp_url")
    @classmethod
    def _readable(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            mail_server(url.get_secret_value())
        return url

    @property
    def events_at(self) -> str:
        """For `open_event_store`; may hold a password."""
        if self.event_store is None:
            return str(self.data_dir / "events.db")
        return self.event_store.get_secret_value()

    @property
    def keys_at(self) -> Path | str:
        """For `KeyStore`; may hold a password."""
        if self.keys is None:
            return self.data_dir / "keys.db"
        where = self.keys.get_secret_value()
        return where if "://" in where else Path(where)

    @property
    def mail_server(self) -> MailServer | None:
        return mail_server(self.smtp_url.get_secret_value()) if self.smtp_url else None

    def port_of(self, service: str) -> int:
        """Where that service is to listen; 0 for anywhere."""
        port: int = getattr(self, f"{service}_port")
        return port

    def regime_of(self, jobcenter: str) -> str:
        return self.regimes.get(jobcenter, self.regime)


def _same(one: URL, other: URL) -> bool:
    return (one.host, one.port or 5432, one.database) == (
        other.host,
        other.port or 5432,
        other.database,
    )


def settings(**overrides: object) -> Settings:
    """Read from the environment and, for what is not there, from files as `koop_master_key` in
    SECRETS. Raises SettingsRefused."""
    try:
        secrets = SECRETS if SECRETS.is_dir() else None
        return Settings(_secrets_dir=secrets, **overrides)  # type: ignore[arg-type]  # validated by pydantic
    except ValidationError as cause:
        raise SettingsRefused(
            "\n".join(
                f"KOOP_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}"
                for e in cause.errors()
            )
        ) from cause
