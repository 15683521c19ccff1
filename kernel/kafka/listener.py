"""FastStream's broker, as a listener alone: what is published goes through a Publisher."""

from faststream.kafka import KafkaBroker
from faststream.security import BaseSecurity, SASLScram512

from kernel.kafka.cluster import REQUEST_SECONDS, Cluster

NEWS = 15.0
"""Seconds after which brokers are asked again what there is: one that was just told to make a topic
may not have heard of it yet, and five minutes, the default, would pass without a partition."""


def listener(cluster: Cluster) -> KafkaBroker:
    return KafkaBroker(
        cluster.servers.split(","),
        client_id="kooperationsplan",
        request_timeout_ms=round(REQUEST_SECONDS * 1000),
        metadata_max_age_ms=round(NEWS * 1000),
        consumer_only=True,
        logger=None,
        security=_security(cluster),
    )


def _security(cluster: Cluster) -> BaseSecurity:
    context = cluster.ssl_context()
    if cluster.user is None:
        return BaseSecurity(ssl_context=context)
    return SASLScram512(cluster.user, cluster.password or "", ssl_context=context)
