import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** SvelteKit: endpoints and form actions. */
export default {
  library: "SvelteKit",
  packages: ["@sveltejs/kit", "$app/server"],
  versions: ">=2",
  docs: "https://svelte.dev/docs/kit/routing#server",
  entries: [
    // Remote functions: a query reads, these two change something.
    {
      on: "call",
      match: ["command", "form"],
      handlers: { argument: -1 },
      kind: "rpc",
      delivery: "retried",
      name: "remote {property}",
      repeatedBy: "the client calls again when it gets no reply, and the user submits the form again",
      parameters: [{ index: 0, kind: "caller" }],
    },
    {
      on: "export",
      files: "**/+server.{ts,js}",
      exports: ["POST", "PUT", "PATCH", "DELETE"],
      name: "{member} {route}",
      parameters: [
        { index: 0, kind: "caller", members: { params: "business", locals: "unknown", platform: "unknown" } },
      ],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.request.headers.get("idempotency-key")' }],
      ...request,
    },
    {
      on: "export",
      files: "**/+page.server.{ts,js}",
      exports: ["actions"],
      name: "action {route}",
      parameters: [
        { index: 0, kind: "caller", members: { params: "business", locals: "unknown", platform: "unknown" } },
      ],
      ...request,
    },
  ],
} satisfies LibraryModel;
