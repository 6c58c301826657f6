import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import { headerKeyAt } from "./header-key.js";

const changing = ["post", "put", "patch", "delete", "del"].map(
  (method) =>
    ({
      match: `Agent#${method}`,
      effect: "http",
      method: method === "del" ? "DELETE" : method.toUpperCase(),
      url: { argument: 0 },
      values: { link: "send", argument: 0 },
      key: { ...headerKeyAt(1), setBy: ["set"] },
      returns: "reply",
    }) as const satisfies CallModel,
);

/** superagent: after `retry` it repeats a request whatever its method. */
export default {
  library: "superagent",
  packages: ["superagent"],
  versions: ">=5",
  docs: "https://ladjs.github.io/superagent/#retrying-requests",
  names: { default: "Agent#", "": "Agent#", "Agent#agent()": "Agent#", agent: "Agent#agent" },
  changes: ["Agent#*()**.set"],
  calls: [
    ...changing.map((call) => ({
      ...call,
      when: [{ place: { link: "retry" } }],
      repeats: {
        what: "superagent sends the request again when it fails, whatever its method",
        limit: { link: "retry", argument: 0 },
      },
    })),
    ...changing,
    { match: ["Agent#get", "Agent#head"], effect: "http", method: "GET", url: { argument: 0 }, returns: "reply" },
  ],
} satisfies LibraryModel;
