import type { LibraryModel } from "../model.js";
import { event, request } from "./trigger.js";

/** The modules of the second version, as members of the whole package. */
const NAMESPACES = {
  firestore: ["Created", "Updated", "Deleted", "Written"].flatMap((what) => [
    `onDocument${what}`,
    `onDocument${what}WithAuthContext`,
  ]),
  database: ["onValueCreated", "onValueUpdated", "onValueDeleted", "onValueWritten"],
  storage: ["onObjectFinalized", "onObjectDeleted", "onObjectArchived", "onObjectMetadataUpdated"],
  pubsub: ["onMessagePublished"],
  eventarc: ["onCustomEventPublished"],
  dataconnect: ["onMutationExecuted"],
  identity: ["beforeUserCreated", "beforeUserSignedIn", "beforeEmailSent", "beforeSmsSent"],
  scheduler: ["onSchedule"],
  tasks: ["onTaskDispatched"],
  https: ["onCall", "onRequest"],
} as const;

const ALERTS = {
  alerts: ["onAlertPublished"],
  appDistribution: ["onNewTesterIosDevicePublished", "onInAppFeedbackPublished"],
  billing: ["onPlanUpdatePublished", "onPlanAutomatedUpdatePublished"],
  crashlytics: [
    ...["Fatal", "Nonfatal", "Anr"].map((what) => `onNew${what}IssuePublished`),
    ...["onRegressionAlertPublished", "onStabilityDigestPublished", "onVelocityAlertPublished"],
  ],
  performance: ["onThresholdAlertPublished"],
} as const;

/** What the first version's events carry beside their data. */
const context = { index: 1, kind: "message" } as const;

/** Cloud Functions for Firebase. */
export default {
  library: "Firebase Functions",
  packages: [
    "firebase-functions",
    "firebase-functions/v1",
    ...["auth", "database", "firestore", "https", "pubsub", "storage", "tasks"].map(
      (name) => `firebase-functions/v1/${name}`,
    ),
    "firebase-functions/v2",
    "firebase-functions/v2/firestore",
    "firebase-functions/v2/https",
    "firebase-functions/v2/pubsub",
    "firebase-functions/v2/scheduler",
    "firebase-functions/v2/storage",
    "firebase-functions/v2/tasks",
    "firebase-functions/v2/database",
    "firebase-functions/v2/eventarc",
    "firebase-functions/v2/dataconnect",
    "firebase-functions/v2/identity",
    "firebase-functions/dataconnect",
    "firebase-functions/identity",
    "firebase-functions/eventarc",
    "firebase-functions/firestore",
    "firebase-functions/https",
    "firebase-functions/pubsub",
    "firebase-functions/scheduler",
    "firebase-functions/storage",
    "firebase-functions/tasks",
    "firebase-functions/database",
    ...["alerts", ...Object.keys(ALERTS).flatMap((name) => (name === "alerts" ? [] : `alerts/${name}`))].flatMap(
      (module) => [`firebase-functions/${module}`, `firebase-functions/v2/${module}`],
    ),
  ],
  versions: ">=4",
  docs: "https://firebase.google.com/docs/functions/tips#write_idempotent_functions",
  names: {
    // The first version's chains: `functions.region("…").runWith({ … }).firestore.document("…").onCreate(…)`.
    "region()": "",
    "runWith()": "",
    "pubsub.schedule().timeZone()": "pubsub.schedule()",
    "pubsub.schedule().retryConfig()": "pubsub.schedule()",
    ...Object.fromEntries(
      Object.entries(NAMESPACES).flatMap(([namespace, functions]) =>
        functions.map((name) => [`${namespace}.${name}`, name] as const),
      ),
    ),
    ...Object.fromEntries(
      Object.entries(ALERTS).flatMap(([namespace, functions]) =>
        functions.flatMap((name) => [
          [`${namespace}.${name}`, name] as const,
          [`alerts.${namespace}.${name}`, name] as const,
        ]),
      ),
    ),
  },
  entries: [
    {
      on: "call",
      match: [
        ...["onDocumentCreated", "onDocumentUpdated", "onDocumentDeleted", "onDocumentWritten"],
        ...["onValueCreated", "onValueUpdated", "onValueDeleted", "onValueWritten"],
        ...["Created", "Updated", "Deleted", "Written"].map((what) => `onDocument${what}WithAuthContext`),
        ...["onObjectFinalized", "onObjectDeleted", "onObjectArchived", "onObjectMetadataUpdated"],
        ...["onMessagePublished", "onCustomEventPublished", "onMutationExecuted"],
        ...Object.values(ALERTS).flat(),
      ],
      handlers: { argument: -1 },
      kind: "event",
      name: "function {property}",
      repeatedBy: "Firebase delivers an event at least once",
      ...event,
    },
    {
      on: "call",
      match: [
        ...["onCreate", "onUpdate", "onDelete", "onWrite"].flatMap((what) => [
          `firestore.document().${what}`,
          `database.ref().${what}`,
        ]),
        ...["onFinalize", "onDelete", "onArchive", "onMetadataUpdate"].map((what) => `storage.object().${what}`),
        ...["pubsub.topic().onPublish", "auth.user().onCreate", "auth.user().onDelete"],
      ],
      handlers: { argument: -1 },
      kind: "event",
      delivery: "redelivered",
      name: "function {property}",
      repeatedBy: "Firebase delivers an event at least once",
      parameters: [{ index: 0, kind: "message" }, context],
    },
    {
      on: "call",
      match: "pubsub.schedule().onRun",
      handlers: { argument: -1 },
      kind: "cron",
      delivery: "redelivered",
      name: "schedule {property}",
      repeatedBy: "Cloud Scheduler delivers at least once",
      parameters: [{ index: 0, kind: "message" }],
    },
    {
      on: "call",
      match: "tasks.taskQueue().onDispatch",
      handlers: { argument: -1 },
      kind: "queue",
      delivery: "redelivered",
      name: "task {property}",
      repeatedBy: "Cloud Tasks sends a failed task again",
      parameters: [
        { index: 0, kind: "message" },
        { index: 1, kind: "message", members: { retryCount: "attempt", executionCount: "attempt" } },
      ],
    },
    {
      on: "call",
      match: ["beforeUserCreated", "beforeUserSignedIn", "beforeEmailSent", "beforeSmsSent"],
      handlers: { argument: -1 },
      kind: "rpc",
      delivery: "retried",
      name: "hook {property}",
      repeatedBy: "whoever gets no answer signs in again",
      parameters: [{ index: 0, kind: "caller" }],
    },
    {
      on: "call",
      match: "onTaskDispatched",
      handlers: { argument: -1 },
      kind: "queue",
      delivery: "redelivered",
      name: "task {property}",
      repeatedBy: "Cloud Tasks sends a failed task again",
      parameters: [{ index: 0, kind: "message", members: { retryCount: "attempt", executionCount: "attempt" } }],
      identities: [{ what: "the task's name", expression: "{0}.id" }],
    },
    {
      on: "call",
      match: "onSchedule",
      handlers: { argument: -1 },
      kind: "cron",
      delivery: "redelivered",
      name: "schedule {property}",
      repeatedBy: "Cloud Scheduler delivers at least once",
      parameters: [{ index: 0, kind: "message" }],
    },
    {
      on: "call",
      match: "onCall",
      handlers: { argument: -1 },
      kind: "rpc",
      delivery: "retried",
      name: "callable {property}",
      repeatedBy: "the client calls again when it gets no reply",
      parameters: [{ index: 0, kind: "caller" }],
    },
    { on: "call", match: "onRequest", handlers: { argument: -1 }, name: "HTTP function {property}", ...request },
  ],
} satisfies LibraryModel;
