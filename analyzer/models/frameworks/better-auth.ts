import type { LibraryModel } from "../model.js";

const hooks = [
  "hooks.before",
  "hooks.after",
  "databaseHooks.session.create.before",
  "databaseHooks.session.create.after",
];
const subscription = ["Complete", "Created", "Update", "Cancel", "Deleted"].map(
  (name) => `subscription.onSubscription${name}`,
);

/** Better Auth: what it runs at every sign-in, and what its Stripe plugin runs for events. What it runs once for a user is left out. */
export default {
  library: "Better Auth",
  packages: ["better-auth", "better-auth/api", "better-auth/*", "@better-auth/stripe"],
  versions: ">=1",
  docs: "https://www.better-auth.com/docs/concepts/hooks",
  wrappers: [
    {
      match: "createAuthMiddleware",
      kind: "invoke",
      callback: { argument: -1 },
      returnsFunction: true,
      what: "the hook runs the function",
    },
  ],
  entries: [
    {
      on: "call",
      match: "betterAuth",
      handlers: { argument: 0, properties: hooks },
      kind: "http",
      delivery: "retried",
      name: "sign-in {property}",
      repeatedBy: "whoever gets no answer signs in again, and every sign-in runs it",
      parameters: [{ index: 0, kind: "caller", members: { "context.newSession.session": "attempt" } }],
    },
    {
      on: "call",
      match: "stripe",
      handlers: { argument: 0, properties: ["onEvent", ...subscription] },
      kind: "webhook",
      delivery: "redelivered",
      name: "Stripe {property}",
      repeatedBy: "Stripe delivers an event again until it gets a success",
      comesFor: 259_200,
      parameters: [{ index: 0, kind: "message" }],
    },
  ],
} satisfies LibraryModel;
