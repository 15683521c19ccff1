"""What a deployment may set about Kafka."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from kernel.kafka.cluster import Cluster

Servers = Annotated[str, StringConstraints(pattern=r"^[^\s,:/]+:\d+(,[^\s,:/]+:\d+)*$")]
Prefix = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9._-]{0,100}$")]
Instance = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9._-]{1,100}$")]


class KafkaSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="KOOP_", frozen=True, extra="ignore")

    kafka: Servers | None = Field(
        None, description="`host:9092`, several with commas. For `koop serve` and `koop import`."
    )
    kafka_prefix: Prefix = Field("", description="Stands before every topic and every group.")
    kafka_tls: bool = Field(False, description="Whether to encrypt what goes to the brokers.")
    kafka_ca: Path | None = Field(
        None, description="Who signed the brokers' certificates, if not one the system trusts."
    )
    kafka_certificate: Path | None = Field(None, description="Our own certificate, …")
    kafka_key: Path | None = Field(None, description="… and its key.")
    kafka_user: str | None = Field(None, description="SASL SCRAM-SHA-512. Unset: no log-in.")
    kafka_password: SecretStr | None = Field(None, description="For that user.")
    kafka_partitions: Annotated[int, Field(ge=1, le=1000)] = Field(
        12, description="Of topics that are made anew. Never change it for one that has events."
    )
    kafka_replicas: Annotated[int, Field(ge=1, le=9)] = Field(
        1, description="Of topics that are made anew: 3 on a cluster of three or more brokers."
    )
    instance: Instance | None = Field(
        None, description="A name that this process alone has, also after a restart."
    )

    @property
    def cluster(self) -> Cluster | None:
        if self.kafka is None:
            return None
        return Cluster(
            servers=self.kafka,
            prefix=self.kafka_prefix,
            tls=self.kafka_tls,
            ca=self.kafka_ca,
            certificate=self.kafka_certificate,
            key=self.kafka_key,
            user=self.kafka_user,
            password=self.kafka_password.get_secret_value() if self.kafka_password else None,
        )
