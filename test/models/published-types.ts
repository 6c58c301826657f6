import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { LibraryModel } from "../../analyzer/models/model.js";
import { TypeWalker } from "./type-walker.js";

const FIXTURES = join(import.meta.dirname, "../../fixtures");

interface Extra {
  readonly modules?: readonly string[];
  readonly code?: string;
  readonly value?: string;
}

/** Types that only exist once they are generated, augmented or given a schema: a module, or code that ends in a value. */
const EXTRA: Readonly<Record<string, Extra>> = {
  // The clients of version 2 have the methods of those of version 3.
  "AWS SDK": { modules: ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "@aws-sdk/client-s3"] },
  // What a client has depends on its database and on the features that its schema asks for.
  Prisma: {
    modules: ["shop", "libraries", "prisma-mongodb"].map((folder) => `./${folder}/generated/prisma/client.js`),
  },
  "Bun SQL": { code: 'import "bun-types";' },
  "Day.js": { code: 'import "dayjs/plugin/utc"; import "dayjs/plugin/timezone";' },
  Drizzle: {
    code: `
      import { drizzle } from "drizzle-orm/node-postgres";
      import { integer, pgTable } from "drizzle-orm/pg-core";
      const orders = pgTable("orders", { id: integer() });
      const drizzleWithSchema = drizzle("", { schema: { orders } });`,
    value: "drizzleWithSchema",
  },
  Mongoose: {
    code: `
      import { model, Schema } from "mongoose";
      const MongooseOrder = model("Order", new Schema({ total: Number }));
      const mongooseModel = { findById: () => MongooseOrder.findById("id") };`,
    value: "mongooseModel",
  },
  Objection: {
    code: `
      import { Model as ObjectionModel } from "objection";
      class ObjectionOrder extends ObjectionModel { total = 0; }
      const objectionModel = { query: () => ObjectionOrder.query() };`,
    value: "objectionModel",
  },
  "Restate clients": {
    code: `
      import { connect } from "@restatedev/restate-sdk-clients";
      interface RestateOrders { charge(order: string): Promise<void> }
      interface RestateShipping { run(order: string): Promise<void> }
      const ingress = connect({ url: "" });
      const restateIngress = {
        serviceClient: () => ingress.serviceClient<RestateOrders>({ name: "orders" }),
        serviceSendClient: () => ingress.serviceSendClient<RestateOrders>({ name: "orders" }),
        objectClient: () => ingress.objectClient<RestateOrders>({ name: "orders" }, ""),
        objectSendClient: () => ingress.objectSendClient<RestateOrders>({ name: "orders" }, ""),
        workflowClient: () => ingress.workflowClient<RestateShipping>({ name: "shipping" }, ""),
      };`,
    value: "restateIngress",
  },
  ZenStack: {
    code: `
      type ZenStackSchema = typeof import("./libraries/zenstack-3/zenstack/schema.js").schema;
      const zenstackClient = {} as import("@zenstackhq/orm").ClientContract<ZenStackSchema>;`,
    value: "zenstackClient",
  },
  LowDB: {
    code: "const lowData = {} as { data: { orders: unknown[]; push: (order: unknown) => number; unshift: () => number } };",
    value: "lowData",
  },
  "Cloudflare Workers": {
    code: `
      import type { CloudflareWorkersModule as Cloudflare } from "@cloudflare/workers-types";
      const workflowStep = {} as Cloudflare.WorkflowStep;`,
    value: "workflowStep",
  },
  Deno: { code: "const denoGlobal = {} as { Deno: typeof Deno };", value: "denoGlobal" },
  "Model Context Protocol": { modules: ["@modelcontextprotocol/sdk/server/mcp.js"] },
  "Powertools idempotency": { modules: ["@aws-lambda-powertools/idempotency/middleware"] },
  Inngest: {
    code: 'const inngestStep = {} as import("inngest").GetStepTools<import("inngest").Inngest.Any>;',
    value: "inngestStep",
  },
};

/** What a library's own published types say about paths. */
export interface PublishedTypes {
  /** Packages of the library that are installed. */
  readonly installed: (library: LibraryModel) => readonly string[];
  /** Whether a path or pattern leads to something in the types of any of the library's packages. */
  readonly has: (library: LibraryModel, path: string) => boolean;
  /** Whether one of the library's packages exports a name, as a value or as a type. */
  readonly exports: (library: LibraryModel, name: string) => boolean;
}

/** Loads the types of every package that the models name and that is installed with the fixtures. */
export function loadPublishedTypes(libraries: readonly LibraryModel[]): PublishedTypes {
  const older = olderVersions();
  const names = new Map(libraries.map((library) => [library, specifiersOf(library)]));
  const all = [...new Set([...names.values()].flat())];
  const current = load(
    all,
    Object.values(EXTRA).map((extra) => extra.code ?? ""),
  );
  // Apart, since types of an older version may declare the module under its real name.
  const past = load(
    [...older.keys()].flatMap((name) => [name, ...(older.get(name) ?? [])]),
    [],
  );
  const walkers = new Map<LibraryModel, readonly TypeWalker[]>();
  for (const library of libraries) {
    const own = names.get(library) ?? [];
    const value = current.values.get(EXTRA[library.library]?.value ?? "");
    const before = own.filter((name) => older.has(name)).flatMap((name) => [name, ...(older.get(name) ?? [])]);
    walkers.set(library, [
      new TypeWalker(current.checker, library, modulesOf(current, own), value ? [value] : []),
      new TypeWalker(past.checker, library, modulesOf(past, before), []),
    ]);
  }
  const some = (library: LibraryModel, test: (walker: TypeWalker) => boolean): boolean =>
    walkers.get(library)?.some(test) ?? false;
  return {
    installed: (library) => (names.get(library) ?? []).filter((name) => current.modules.has(name)),
    has: (library, path) => some(library, (walker) => walker.has(path)),
    exports: (library, name) => some(library, (walker) => walker.exported(name).length > 0),
  };
}

function specifiersOf(library: LibraryModel): readonly string[] {
  const plain = library.packages.map((name) => name.replace(/\/\*$/, "")).filter((name) => !name.startsWith("*"));
  return [...plain, ...(EXTRA[library.library]?.modules ?? [])];
}

function modulesOf(loaded: Loaded, names: readonly string[]): readonly ts.Symbol[] {
  return names.flatMap((name) => loaded.modules.get(name) ?? []);
}

/** `"typeorm-0.3": "npm:typeorm@0.3.31"` is an older version of the same library: real names to aliases. */
function olderVersions(): ReadonlyMap<string, readonly string[]> {
  const manifest: unknown = JSON.parse(readFileSync(join(FIXTURES, "package.json"), "utf8"));
  const found = new Map<string, string[]>();
  const dependencies = Object.entries((manifest as { dependencies: Record<string, string> }).dependencies);
  for (const [alias, version] of dependencies) {
    const real = /^npm:(.+)@/.exec(version)?.[1];
    if (real !== undefined) found.set(real, [...(found.get(real) ?? []), alias]);
  }
  return found;
}

/** Declarations of our own for packages that are on no registry. */
function declared(): readonly string[] {
  const folder = join(FIXTURES, "types");
  return readdirSync(folder).map((name) => join(folder, name));
}

interface Loaded {
  readonly checker: ts.TypeChecker;
  readonly modules: ReadonlyMap<string, ts.Symbol>;
  readonly values: ReadonlyMap<string, ts.Type>;
}

function load(names: readonly string[], code: readonly string[]): Loaded {
  const file = join(FIXTURES, "published-types.ts");
  const imports = names.map((name, at) => `import * as m${at} from ${JSON.stringify(name)};`);
  const text = [...imports, ...code].join("\n");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    esModuleInterop: true,
    experimentalDecorators: true,
    skipLibCheck: true,
    strict: true,
    types: ["node", "deno"],
    typeRoots: [join(FIXTURES, "node_modules/@types")],
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const virtual = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  host.getSourceFile = (name, ...rest) => (name === file ? virtual : read(name, ...rest));
  const program = ts.createProgram([file, ...declared()], options, host);
  const checker = program.getTypeChecker();
  const modules = new Map<string, ts.Symbol>();
  const values = new Map<string, ts.Type>();
  for (const statement of virtual.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        values.set(name.getText(), checker.getTypeAtLocation(name));
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    if (symbol) modules.set(statement.moduleSpecifier.text, symbol);
  }
  return { checker, modules, values };
}
