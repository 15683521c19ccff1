// Tells of every version of a plan that is agreed, read with the official CloudEvents SDK.
// npm ci && KAFKA=localhost:9092 node consumer.mjs
import { Consumer, stringDeserializers } from "@platformatic/kafka";
import { Kafka } from "cloudevents";

const { KAFKA = "localhost:9092", TOPIC = "plan.events", GROUP = "example-node" } = process.env;
const consumer = new Consumer({
  clientId: "example-node",
  groupId: GROUP,
  bootstrapBrokers: KAFKA.split(","),
  deserializers: stringDeserializers,
});
const newest = new Map(); // by stream; yours belongs in the database that you write to

const messages = await consumer.consume({
  topics: [TOPIC],
  mode: "committed",
  fallbackMode: "earliest",
  autocommit: false,
});
for await (const { key, value, headers, commit } of messages) {
  const event = Kafka.toEvent({ key, value, headers: Object.fromEntries(headers) });
  const revision = Number(event.revision);
  if (revision > (newest.get(event.subject) ?? -1)) {
    if (event.type === "PlanAgreed.v1") {
      const { version, review_due } = JSON.parse(value);
      console.log(`${event.subject} version ${version}, review ${review_due}`);
    }
    newest.set(event.subject, revision);
  }
  await commit();
}
