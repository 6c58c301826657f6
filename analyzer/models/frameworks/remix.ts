import type { LibraryModel } from "../model.js";
import { request } from "./request.js";

/** Remix and React Router: a route's `action` runs for every request that changes something. */
export default {
  library: "Remix",
  packages: ["@remix-run/node", "@remix-run/cloudflare", "@remix-run/server-runtime", "react-router"],
  versions: ">=2",
  docs: "https://reactrouter.com/start/framework/actions",
  entries: [
    {
      on: "export",
      files: "**/app/routes/**/*.{ts,tsx,js,jsx}",
      exports: ["action"],
      name: "action {route}",
      parameters: [{ index: 0, kind: "caller", members: { params: "business", context: "unknown" } }],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.request.headers.get("idempotency-key")' }],
      ...request,
    },
  ],
} satisfies LibraryModel;
