import { perRequestHeaders } from "./http-parameters.js";
import type { LibraryModel } from "../model.js";

const repeatedBy = "the client sends the request again when it gets no reply";
const request = {
  index: 0,
  kind: "caller",
  path: "NextRequest#",
  method: "method",
  members: { "nextUrl.pathname": "business", ...perRequestHeaders },
} as const;
const context = { index: 1, kind: "business" } as const;

/** Next.js: route handlers, API routes and server actions are found by their file. */
export default {
  library: "Next.js",
  packages: ["next", "next/server", "next/*"],
  versions: ">=13",
  docs: "https://nextjs.org/docs/app/api-reference/file-conventions/route",
  requests: ["NextRequest"],
  wrappers: [
    {
      match: "after",
      kind: "detached",
      callback: { argument: 0 },
      what: "Next.js runs the callback after the reply",
    },
  ],
  entries: [
    {
      on: "export",
      files: "**/app/**/route.{ts,tsx,js,jsx,mjs}",
      exports: ["POST", "PUT", "PATCH", "DELETE"],
      kind: "http",
      delivery: "retried",
      name: "{member} {route}",
      repeatedBy,
      parameters: [request, context],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers.get("idempotency-key")' }],
    },
    {
      on: "export",
      files: "**/app/**/route.{ts,tsx,js,jsx,mjs}",
      exports: ["GET", "HEAD", "OPTIONS"],
      kind: "http",
      delivery: "retried",
      name: "{member} {route}",
      repeatedBy,
      parameters: [request, context],
      safe: true,
    },
    {
      on: "export",
      files: "**/pages/api/**/*.{ts,tsx,js,jsx,mjs}",
      exports: ["default"],
      kind: "http",
      delivery: "retried",
      name: "{route}",
      repeatedBy,
      parameters: [
        { index: 0, kind: "caller", path: "NextApiRequest#", members: { query: "caller", ...perRequestHeaders } },
        { index: 1, kind: "unknown", path: "NextApiResponse#" },
      ],
      identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
    },
    {
      on: "export",
      files: "**/*.{ts,tsx,js,jsx,mjs}",
      exports: ["*"],
      directive: "use server",
      kind: "action",
      delivery: "retried",
      name: "action {name}",
      repeatedBy: "the user submits the form again, or the browser sends it again",
      parameters: [
        { index: 0, kind: "caller" },
        { index: 1, kind: "caller" },
        { index: 2, kind: "caller" },
      ],
    },
  ],
} satisfies LibraryModel;
