import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import { headerKeyAt } from "./header-key.js";

const safe = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"];
const ofFunction = {
  match: ["fetch", "request", "stream", "pipeline"],
  effect: "http",
  url: { argument: 0 },
  method: { argument: 1, property: "method" },
  values: { argument: 1, property: "body" },
  key: headerKeyAt(1),
  returns: "reply",
} as const satisfies CallModel;
const ofDispatcher = {
  match: ["Dispatcher#request", "Dispatcher#stream", "Dispatcher#pipeline", "Dispatcher#dispatch"],
  effect: "http",
  url: { argument: 0, property: "path" },
  method: { argument: 0, property: "method" },
  values: { argument: 0, property: "body" },
  key: headerKeyAt(0),
  returns: "reply",
} as const satisfies CallModel;

/** undici: a RetryAgent and the retry interceptor repeat idempotent methods, POST only when `methods` says so. */
export default {
  library: "undici",
  packages: ["undici"],
  versions: ">=6",
  docs: "https://undici.nodejs.org/#/docs/api/RetryAgent",
  names: {
    "Client#": "Dispatcher#",
    "Pool#": "Dispatcher#",
    "Agent#": "Dispatcher#",
    "BalancedPool#": "Dispatcher#",
    "ProxyAgent#": "Dispatcher#",
    "Dispatcher#compose()": "Dispatcher#",
  },
  wrappers: (["RetryAgent#", "interceptors.retry()"] as const).map((path) => ({
    match: "setGlobalDispatcher",
    kind: "retry",
    callback: { argument: 0 },
    when: [{ place: { argument: 0 }, path }],
    everywhere: {
      libraries: ["fetch", "undici"],
      methods: safe,
      option: { argument: 0, property: "methods" },
    },
    what: "undici sends every request again up to 5 times",
  })),
  calls: [
    {
      ...ofFunction,
      when: [{ place: { argument: 1, property: "dispatcher" }, path: "RetryAgent#" }],
      repeats: { what: "undici's RetryAgent sends the request again up to 5 times", methods: safe },
    },
    ofFunction,
    {
      ...ofDispatcher,
      match: "RetryAgent#request",
      repeats: {
        what: "undici's RetryAgent sends the request again up to 5 times",
        methods: safe,
        methodsOption: { link: "new", argument: 1, property: "methods" },
        limit: { link: "new", argument: 1, property: "maxRetries" },
      },
    },
    {
      ...ofDispatcher,
      when: [{ place: { link: "compose", argument: 0 }, path: "interceptors.retry()" }],
      repeats: {
        what: "undici's retry interceptor sends the request again up to 5 times",
        methods: safe,
        methodsOption: { link: "compose", argument: 0, property: "methods" },
        limit: { link: "compose", argument: 0, property: "maxRetries" },
      },
    },
    ofDispatcher,
  ],
} satisfies LibraryModel;
