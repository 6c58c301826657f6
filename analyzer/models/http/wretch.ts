import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import { headerKeyAt } from "./header-key.js";

const steps = [
  "url",
  "headers",
  "auth",
  "accept",
  "content",
  "json",
  "body",
  "options",
  "middlewares",
  "addon",
  "query",
];
const changing = ["post", "put", "patch", "delete"].map(
  (method) =>
    ({
      match: `Wretch#${method}`,
      effect: "http",
      method: method.toUpperCase(),
      url: { link: ["wretch", "url"], argument: 0 },
      values: { argument: 0 },
      key: { ...headerKeyAt(1), setBy: ["headers"] },
      returns: "reply",
    }) as const satisfies CallModel,
);

/** wretch: its retry middleware repeats a request whatever its method. */
export default {
  library: "wretch",
  packages: ["wretch", "wretch/middlewares"],
  versions: ">=2",
  docs: "https://github.com/elbywan/wretch/blob/master/src/middlewares/README.md#retry",
  names: {
    default: "wretch",
    "wretch()": "Wretch#",
    ...Object.fromEntries(steps.map((step) => [`Wretch#${step}()`, "Wretch#"])),
  },
  calls: [
    ...changing.map((call) => ({
      ...call,
      when: [{ place: { link: "middlewares", argument: 0 }, path: "retry()" }],
      repeats: { what: "wretch's retry middleware sends the request again up to 10 times, whatever its method" },
    })),
    ...changing,
    {
      match: ["Wretch#get", "Wretch#head"],
      effect: "http",
      method: "GET",
      url: { link: ["wretch", "url"], argument: 0 },
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
