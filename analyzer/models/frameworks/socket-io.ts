import type { LibraryModel } from "../model.js";

const connected = { place: { argument: 0 }, pattern: "^connect(ion)?$" } as const;
const events = { place: { argument: 0 }, pattern: "^(?!(disconnect(ing)?|error|connect(ion)?)$)" } as const;

/** Socket.IO: what a client emits it may emit again, by itself with `retries`, or by whoever gets no answer. */
export default {
  library: "Socket.IO",
  packages: ["socket.io"],
  versions: ">=4",
  docs: "https://socket.io/docs/v4/delivery-guarantees",
  names: {
    "default#": "Server#",
    "default()": "Server#",
    "": "Server",
    "Server#of()": "Namespace#",
    "Namespace#use()": "Namespace#",
    "Server#use()": "Server#",
    "Server#sockets": "Namespace#",
  },
  wrappers: [
    {
      match: ["Server#on", "Namespace#on"],
      when: [connected],
      kind: "invoke",
      callback: { argument: 1 },
      handle: "Socket#",
      what: "Socket.IO calls the function for each client that connects",
    },
  ],
  entries: [
    {
      on: "call",
      match: "Socket#on",
      when: [events],
      handlers: { argument: 1 },
      kind: "rpc",
      delivery: "retried",
      name: "event {0}",
      repeatedBy: "the client emits the event again when it gets no acknowledgement",
      parameters: [0, 1, 2].map((index) => ({ index, kind: "caller" as const })),
    },
  ],
} satisfies LibraryModel;
