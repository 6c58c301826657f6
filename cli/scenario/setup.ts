import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the scenarios of a project share: how it starts, where its effects show, what its functions are called with. */
const SETUPS = ["idemlint.setup.ts", "idemlint.setup.mts"] as const;

/** The nearest set-up at or above a folder; where one would be written, next to the manifest, when there is none. */
export function setupFor(folder: string): { readonly file: string; readonly exists: boolean } {
  let home = folder;
  for (let at = folder; ; at = dirname(at)) {
    const there = SETUPS.map((name) => join(at, name)).find((file) => existsSync(file));
    if (there !== undefined) return { file: there, exists: true };
    if (existsSync(join(at, "package.json"))) {
      home = at;
      break;
    }
    if (dirname(at) === at) break;
  }
  // It awaits a database at its top, which only a module of the newer kind may.
  const [module, moduleByName] = SETUPS;
  return { file: join(home, manifestOf(home).type === "module" ? module : moduleByName), exists: false };
}

/** A first set-up: the project's own start script, a database of its own, and stand-ins for the hosts that it calls. */
export function renderSetup(folder: string, hosts: readonly string[]): string {
  const [command, ...args] = startOf(folder);
  const schema = schemaOf(folder);
  const stands = hosts.map((host) => `http({ provider: ${JSON.stringify(host)} })`);
  return `${schema?.imports ?? ""}import pg from "pg";
import { embedded, ${hosts.length > 0 ? "http, " : ""}postgres } from "idemlint/harness";

${schema?.text ?? UNKNOWN_SCHEMA}
export const database = new pg.Pool({ connectionString: own.url });

/** How the program is started; it is given PORT and DATABASE_URL. Or a function that starts it here and gives its URL. */
const start = { command: ${JSON.stringify(command)}, args: [${args.map((one) => JSON.stringify(one)).join(", ")}], env: { DATABASE_URL: own.url } };

/** Where its effects show. */
const observe = [${["postgres(database)", ...stands].join(", ")}];

export const shared = { start, observe };

/** What functions are called with, by the name of their parameter. */
export const given: Record<string, unknown> = { database };
`;
}

const UNKNOWN_SCHEMA = `// A PostgreSQL of its own. Give it the tables (schema: readFileSync("schema.sql", "utf8")) and the rows that handlers start from.
const own = await embedded();`;

/** Where projects keep the SQL that makes their tables. */
const SCHEMAS = ["schema.sql", "db/schema.sql", "sql/schema.sql"];
const MIGRATIONS = ["prisma/migrations", "drizzle", "migrations", "db/migrations"];

/** What fills the database with the project's tables: its schema file, or its migrations in their order. */
function schemaOf(folder: string): { readonly imports: string; readonly text: string } | undefined {
  const comment =
    "// A PostgreSQL of its own, with the project's tables. Give it the rows that handlers start from, too.";
  const file = SCHEMAS.find((name) => existsSync(join(folder, name)));
  if (file !== undefined)
    return {
      imports: 'import { readFileSync } from "node:fs";\n',
      text: `${comment}
const schema = readFileSync(new URL(${JSON.stringify(file)}, import.meta.url), "utf8");
const own = await embedded({ schema });`,
    };
  const migrations = MIGRATIONS.find((name) => hasSql(join(folder, name)));
  if (migrations === undefined) return undefined;
  return {
    imports: 'import { readdirSync, readFileSync } from "node:fs";\n',
    text: `${comment}
const migrations = new URL(${JSON.stringify(`${migrations}/`)}, import.meta.url);
const files = readdirSync(migrations, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!down)\\.sql$/.test(file));
const schema = files.sort().map((file) => readFileSync(new URL(file, migrations), "utf8")).join("\\n");
const own = await embedded({ schema });`,
  };
}

function hasSql(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, encoding: "utf8" }).some((file) => file.endsWith(".sql"))
  );
}

/** Programs that are started from their source, when the manifest tells of none. */
const SOURCES = ["server", "main", "index", "app"].flatMap((name) => [`src/${name}.ts`, `${name}.ts`]);

function startOf(folder: string): readonly string[] {
  const { scripts, main } = manifestOf(folder);
  if (scripts?.["start"] !== undefined) return ["npm", "start"];
  const source = SOURCES.find((name) => existsSync(join(folder, name)));
  if (main === undefined && source !== undefined) return ["npx", "tsx", source];
  return ["node", main ?? "dist/server.js"];
}

interface Manifest {
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly main?: string;
}

/** What `package.json` says; nothing where it is missing or broken. */
function manifestOf(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return {};
  }
}
