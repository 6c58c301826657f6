import type { ParameterModel } from "../entry-model.js";

const renewed = [
  ...["x-request-id", "x-amzn-trace-id", "traceparent", "x-vercel-id", "cf-ray"],
  // What a sender says of the attempt: its number, when it was made, and what is signed along with that.
  ...["x-slack-retry-num", "x-slack-request-timestamp", "x-slack-signature", "stripe-signature", "upstash-retried"],
  ...["x-cloudtasks-taskretrycount", "x-cloudtasks-taskexecutioncount", "paypal-transmission-time"],
  ...["svix-timestamp", "svix-signature", "webhook-timestamp", "webhook-signature"],
];

/** The same, where the headers are given by themselves. */
export const renewedHeaders: ParameterModel["members"] = Object.fromEntries(
  renewed.map((name) => [name, "attempt"] as const),
);

/** Headers that a proxy, a framework or the sender makes anew for every request. */
export const perRequestHeaders: NonNullable<ParameterModel["members"]> = Object.fromEntries(
  renewed.map((name) => [`headers.${name}`, "attempt"] as const),
);
