import assert from "node:assert/strict";
import { openProject } from "../../analyzer/project.js";
import { removeTrees, tree } from "./tree.js";

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly from: string;
  /** Specifier → file it reaches; `undefined` for a library. */
  readonly imports: Readonly<Record<string, string | undefined>>;
  readonly open?: string;
}

const cases: Readonly<Record<string, Case>> = {
  "relative imports": {
    files: {
      "src/a.ts": "",
      "src/b.ts": "",
      "src/c/index.ts": "",
      "src/d.tsx": "",
      "src/e.mts": "",
      "src/f.js": "",
      "g.ts": "",
      "src/h.d.ts": "",
    },
    from: "src/a.ts",
    imports: {
      "./b": "src/b.ts",
      "./b.js": "src/b.ts",
      "./b.ts": "src/b.ts",
      "./c": "src/c/index.ts",
      "./c/index.js": "src/c/index.ts",
      "./d.jsx": "src/d.tsx",
      "./d.js": "src/d.tsx",
      "./e.mjs": "src/e.mts",
      "./f.js": "src/f.js",
      "../g": "g.ts",
      "./h": undefined,
      "./none": undefined,
      "..": undefined,
    },
  },
  "path aliases, the most exact one first": {
    files: {
      "tsconfig.json": `{ "extends": "./base/tsconfig.json" }`,
      "base/tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["../src/*", "../gen/*"], "@/special/*": ["../special/*"], "db": ["../src/db/client.ts"] } } }`,
      "src/a.ts": "",
      "src/lib/x.ts": "",
      "gen/y.ts": "",
      "special/z.ts": "",
      "src/db/client.ts": "",
    },
    from: "src/a.ts",
    imports: {
      "@/lib/x": "src/lib/x.ts",
      "@/y": "gen/y.ts",
      "@/special/z": "special/z.ts",
      db: "src/db/client.ts",
      "@/none": undefined,
    },
  },
  baseUrl: {
    files: {
      "tsconfig.json": `{ "compilerOptions": { "baseUrl": "src" } }`,
      "src/a.ts": "",
      "src/orders/service.ts": "",
    },
    from: "src/a.ts",
    imports: { "orders/service": "src/orders/service.ts", express: undefined },
  },
  "aliases of a tsconfig that only references others": {
    files: {
      "tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }`,
      "tsconfig.app.json": `{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }`,
      "src/a.ts": "",
      "src/b.ts": "",
    },
    from: "src/a.ts",
    imports: { "~/b": "src/b.ts" },
  },
  "workspace packages, their builds led back to sources": {
    files: {
      "pnpm-workspace.yaml": "packages: ['packages/*', 'apps/*']",
      "package.json": "{}",
      "apps/api/package.json": `{ "name": "api" }`,
      "apps/api/src/a.ts": "",
      "packages/db/package.json": `{ "name": "@acme/db", "main": "./dist/index.js" }`,
      "packages/db/src/index.ts": "",
      "packages/db/src/orders.ts": "",
      "packages/pay/package.json": `{ "name": "@acme/pay", "exports": { ".": { "types": "./dist/main.d.ts", "default": "./dist/main.js" }, "./stripe": "./src/stripe.ts", "./payouts": { "types": "./dist/lib/payouts.d.ts", "default": "./dist/lib/payouts.js" }, "./*": { "import": "./dist/esm/*.js" } } }`,
      "packages/pay/src/lib/payouts.ts": "",
      "packages/pay/src/main.ts": "",
      "packages/pay/src/stripe.ts": "",
      "packages/pay/src/refunds.ts": "",
      "packages/bare/package.json": `{ "name": "bare" }`,
      "packages/bare/index.ts": "",
    },
    from: "apps/api/src/a.ts",
    imports: {
      "@acme/db": "packages/db/src/index.ts",
      "@acme/db/orders": "packages/db/src/orders.ts",
      "@acme/db/dist/orders": undefined,
      "@acme/pay": "packages/pay/src/main.ts",
      "@acme/pay/stripe": "packages/pay/src/stripe.ts",
      "@acme/pay/refunds": "packages/pay/src/refunds.ts",
      "@acme/pay/payouts": "packages/pay/src/lib/payouts.ts",
      bare: "packages/bare/index.ts",
      "@acme/none": undefined,
      stripe: undefined,
    },
  },
  "workspace packages outside the opened one": {
    files: {
      "package.json": `{ "workspaces": ["packages/*"] }`,
      "packages/api/package.json": `{ "name": "api" }`,
      "packages/api/tsconfig.json": `{ "extends": "@acme/config/base.json" }`,
      "packages/api/a.ts": "",
      "packages/api/lib/x.ts": "",
      "packages/config/package.json": `{ "name": "@acme/config" }`,
      "packages/config/base.json": `{ "compilerOptions": { "paths": { "#lib/*": ["../api/lib/*"] } } }`,
      "packages/db/package.json": `{ "name": "db" }`,
      "packages/db/src/index.ts": "",
    },
    open: "packages/api",
    from: "packages/api/a.ts",
    imports: {
      db: "packages/db/src/index.ts",
      "#lib/x": "packages/api/lib/x.ts",
      "../db/src": "packages/db/src/index.ts",
    },
  },
  "#imports of the nearest package.json": {
    files: {
      "package.json": `{ "name": "app", "imports": { "#db": "./dist/db.js", "#lib/*": { "default": "./src/lib/*.ts" } } }`,
      "src/a.ts": "",
      "src/db.ts": "",
      "src/lib/x.ts": "",
    },
    from: "src/a.ts",
    imports: { "#db": "src/db.ts", "#lib/x": "src/lib/x.ts", "#none": undefined },
  },
  "libraries, also where they are installed, and a generated Prisma client": {
    files: {
      "src/a.ts": "",
      "src/generated/prisma/client.ts": "/* !!! This is code generated by Prisma. Do not edit directly. !!! */",
      "src/generated/api.ts": "// generated",
      "node_modules/express/index.ts": "",
    },
    from: "src/a.ts",
    imports: {
      express: undefined,
      "node:fs": undefined,
      "./generated/prisma/client": undefined,
      "./generated/api": "src/generated/api.ts",
      "../node_modules/express/index": undefined,
    },
  },
};

describe("module resolution", () => {
  after(removeTrees);

  for (const [title, { files, from, imports, open }] of Object.entries(cases))
    it(title, () => {
      const made = tree(files);
      const result = openProject({ cwd: made.root, ...(open && { paths: [open] }) });
      assert.ok(result.ok, result.ok ? "" : result.problem.message);
      const reached = Object.keys(imports).map((specifier) => [
        specifier,
        result.project.resolve(specifier, made.path(from))?.slice(made.root.length + 1),
      ]);
      assert.deepEqual(Object.fromEntries(reached), imports);
    });
});
