import type { LibraryModel } from "../model.js";

const request = {
  kind: "http",
  delivery: "retried",
  repeatedBy: "the client sends the request again when it gets no reply",
  parameters: [{ index: 0, kind: "caller" }],
  identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers.get("idempotency-key")' }],
} as const;

/** Deno, Supabase's edge functions among them: one handler for every request. */
export default {
  library: "Deno",
  packages: ["@types/deno", "https://deno.land/std/http/server.ts", "*://deno.land/std*/http/server.ts"],
  globals: ["Deno"],
  versions: "*",
  docs: "https://docs.deno.com/api/deno/~/Deno.serve",
  entries: [
    {
      on: "call",
      match: ["Deno.serve", "serve"],
      handlers: { from: 0 },
      name: "HTTP function {property}",
      ...request,
    },
    {
      on: "call",
      match: "Deno.cron",
      handlers: { argument: -1 },
      kind: "cron",
      delivery: "redelivered",
      name: "cron {0}",
      repeatedBy: "Deno runs a failed job again when a backoff schedule is set, and every replica runs it",
    },
  ],
} satisfies LibraryModel;
