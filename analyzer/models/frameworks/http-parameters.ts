import type { ParameterModel } from "../entry-model.js";

const renewed = ["x-request-id", "x-amzn-trace-id", "traceparent", "x-vercel-id", "cf-ray"] as const;

/** The same, where the headers are given by themselves. */
export const renewedHeaders: ParameterModel["members"] = Object.fromEntries(
  renewed.map((name) => [name, "attempt"] as const),
);

/** Headers that a proxy or a framework makes anew for every request. */
export const perRequestHeaders: NonNullable<ParameterModel["members"]> = Object.fromEntries(
  renewed.map((name) => [`headers.${name}`, "attempt"] as const),
);
