"""Keeps every agreed version of a plan in a table. Needs `aiokafka` and nothing of ours.

KAFKA=localhost:9092 python examples/aiokafka_consumer.py agreed.db
"""

import asyncio
import json
import os
import sqlite3
import sys
from typing import Any

from aiokafka import AIOKafkaConsumer

TABLES = """
CREATE TABLE IF NOT EXISTS agreed (stream TEXT, version INTEGER, review_due TEXT);
CREATE TABLE IF NOT EXISTS newest (stream TEXT PRIMARY KEY, revision INTEGER);
"""


def keep(database: sqlite3.Connection, record: Any) -> None:
    """What the event changes and how far we are, in one transaction: the effect comes once."""
    headers = {name: value.decode() for name, value in record.headers}
    stream, revision = headers["ce_subject"], int(headers["ce_revision"])
    with database:
        newest = database.execute("SELECT revision FROM newest WHERE stream = ?", (stream,))
        if revision <= (newest.fetchone() or (-1,))[0]:
            return  # it came again
        if headers["ce_type"] == "PlanAgreed.v1":
            said = json.loads(record.value)
            row = (stream, said["version"], said["review_due"])
            database.execute("INSERT INTO agreed VALUES (?, ?, ?)", row)
            print(f"{stream} version {said['version']}, review {said['review_due']}", flush=True)
        database.execute("REPLACE INTO newest VALUES (?, ?)", (stream, revision))


async def main(path: str) -> None:
    database = sqlite3.connect(path)
    database.executescript(TABLES)
    async with AIOKafkaConsumer(
        os.environ.get("TOPIC", "plan.events"),
        bootstrap_servers=os.environ.get("KAFKA", "localhost:9092"),
        group_id=os.environ.get("GROUP", "example-aiokafka"),
        auto_offset_reset="earliest",  # the default would leave out all that came before
        enable_auto_commit=False,  # the default forgets what was in hand when the process died
    ) as consumer:
        async for record in consumer:
            keep(database, record)
            await consumer.commit()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
