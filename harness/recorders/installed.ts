import { recordAmqplib } from "./amqplib.js";
import { recordAwsSdk } from "./aws-sdk.js";
import { recordBullmq } from "./bullmq.js";
import { copiesOf, driverFolders, loadedCopies, onLoad } from "./drivers.js";
import { recordIoredis } from "./ioredis.js";
import { recordKafkajs } from "./kafkajs.js";
import { recordMongodb } from "./mongodb.js";
import { recordMysql2 } from "./mysql2.js";
import { recordNats } from "./nats.js";
import { recordNodeRedis } from "./node-redis.js";
import { recordPg } from "./pg.js";
import { recordUndici } from "./undici.js";

/** One driver's recorder, and where its classes are found. */
interface DriverRecorder {
  readonly package: string;
  /** A file inside the package that holds the classes, when its entry does not. */
  readonly file?: string;
  /** Another package that depends on it, to be resolved from there. */
  readonly through?: readonly string[];
  readonly record: (module: unknown) => void;
}

const RECORDERS: readonly DriverRecorder[] = [
  { package: "pg", record: recordPg },
  { package: "mysql2", record: recordMysql2 },
  { package: "ioredis", through: ["bullmq", "bull"], record: recordIoredis },
  { package: "@redis/client", file: "dist/lib/client/index.js", through: ["redis"], record: recordNodeRedis },
  { package: "mongodb", through: ["mongoose"], record: recordMongodb },
  { package: "bullmq", record: recordBullmq },
  { package: "bull", record: recordBullmq },
  { package: "amqplib", file: "lib/channel_model.js", record: recordAmqplib },
  { package: "kafkajs", record: recordKafkajs },
  { package: "undici", record: recordUndici },
  { package: "nats", file: "lib/nats-base-client/nats.js", record: recordNats },
  ...["jetstream/jsclient", "jetstream/jsmsg", "nats-base-client/headers"].map((file): DriverRecorder => ({
    package: "nats",
    file: `lib/${file}.js`,
    record: recordNats,
  })),
  ...["nats", "headers"].map((file): DriverRecorder => ({
    package: "@nats-io/nats-core",
    file: `lib/${file}.js`,
    through: ["@nats-io/transport-node", "@nats-io/jetstream"],
    record: recordNats,
  })),
  ...["jsclient", "jsmsg"].map((file): DriverRecorder => ({
    package: "@nats-io/jetstream",
    file: `lib/${file}.js`,
    record: recordNats,
  })),
  ...["sqs", "sns", "eventbridge", "dynamodb", "s3", "lambda", "sfn", "kinesis", "ses", "sesv2"].map(
    (service): DriverRecorder => ({
      package: "@smithy/core/client",
      through: [`@aws-sdk/client-${service}`],
      record: recordAwsSdk,
    }),
  ),
  { package: "@smithy/smithy-client", through: ["@aws-sdk/client-sqs"], record: recordAwsSdk },
];

const PACKAGES = new Set(RECORDERS.map((recorder) => recorder.package));

/** Records every driver that the program can load or has loaded, and those that it loads later; what is not installed is left out. */
export function recordInstalledDrivers(folders: readonly string[] = driverFolders()): void {
  for (const { package: name, file, through = [], record } of RECORDERS) {
    for (const module of copiesOf(name, folders, { ...(file === undefined ? {} : { file }), through })) record(module);
  }
  for (const name of PACKAGES) recordLoaded(name);
  onLoad(PACKAGES, recordLoaded);
}

function recordLoaded(name: string): void {
  for (const recorder of RECORDERS.filter((one) => one.package === name))
    for (const module of loadedCopies(name, recorder.file)) recorder.record(module);
}
