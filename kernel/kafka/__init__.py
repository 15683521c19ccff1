"""Kafka: how services talk across processes. Nothing outside this folder knows its clients."""
