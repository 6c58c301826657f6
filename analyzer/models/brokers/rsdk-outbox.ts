import type { LibraryModel } from "../model.js";

/** The outbox producers of RSDK: a row for each call, under a new id. */
export default {
  library: "RSDK Kafka producer",
  packages: [
    "@rsdk/kafka.producer",
    "@rsdk/kafka.producer.outbox",
    "@rsdk/kafka.producer.outbox.knex",
    "@rsdk/kafka.producer.outbox.typeorm",
  ],
  versions: ">=5",
  docs: "https://github.com/R-Vision/rsdk",
  calls: [
    {
      match: ["KnexProducer", "KnexBatchProducer", "TypeOrmProducer", "TypeOrmBatchProducer"].map(
        (producer) => `${producer}#publish`,
      ),
      effect: "insert",
      target: { text: "outbox" },
      values: { argument: 0 },
    },
    {
      match: ["KafkaProducer#publish", "KafkaBatchProducer#publish"],
      effect: "publish",
      target: { generic: 0 },
      values: { argument: 0 },
    },
  ],
} satisfies LibraryModel;
