"""The way over Kafka, each part beside the bare client in the same run."""
