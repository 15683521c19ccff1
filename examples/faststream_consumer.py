"""Tells of every version of a plan that is agreed. Needs `faststream[kafka]` and nothing of ours.

KAFKA=localhost:9092 faststream run examples.faststream_consumer:app
"""

import os
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage

broker = KafkaBroker(os.environ.get("KAFKA", "localhost:9092"))
app = FastStream(broker)
topic, group = os.environ.get("TOPIC", "plan.events"), os.environ.get("GROUP", "example-faststream")
newest: dict[str, int] = {}  # by stream; yours belongs in the database that you write to


# What fails comes again until it is mended: nothing is skipped, nothing overtakes.
@broker.subscriber(
    topic, group_id=group, auto_offset_reset="earliest", ack_policy=AckPolicy.NACK_ON_ERROR
)
async def told(event: dict[str, Any], message: KafkaMessage) -> None:
    stream, revision = message.headers["ce_subject"], int(message.headers["ce_revision"])
    if revision <= newest.get(stream, -1):
        return  # it came again
    if message.headers["ce_type"] == "PlanAgreed.v1":
        print(f"{stream} version {event['version']}, review {event['review_due']}", flush=True)
    newest[stream] = revision
