import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** SvelteKit: endpoints and form actions. */
export default {
  library: "SvelteKit",
  packages: ["@sveltejs/kit"],
  versions: ">=2",
  docs: "https://svelte.dev/docs/kit/routing#server",
  entries: [
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
