import type { LibraryModel } from "../model.js";

const signingIn = {
  kind: "http",
  delivery: "retried",
  repeatedBy: "whoever gets no answer signs in again, and every sign-in runs it",
  parameters: [
    {
      index: 0,
      kind: "caller",
      members: { "account.access_token": "attempt", "account.id_token": "attempt", "account.expires_at": "attempt" },
    },
  ],
} as const;

/** Auth.js (NextAuth): what it runs at every sign-in or for every session. What it runs once for a user is left out. */
export default {
  library: "Auth.js",
  packages: ["next-auth", "@auth/core", "@auth/express", "@auth/sveltekit"],
  versions: ">=4",
  docs: "https://authjs.dev/reference/nextjs#callbacks",
  names: { "default.default": "default" },
  entries: [
    {
      on: "call",
      match: "default",
      handlers: {
        argument: 0,
        properties: [
          ...["signIn", "jwt", "session", "redirect"].map((name) => `callbacks.${name}`),
          ...["signIn", "session"].map((name) => `events.${name}`),
        ],
      },
      name: "sign-in {property}",
      ...signingIn,
    },
  ],
} satisfies LibraryModel;
