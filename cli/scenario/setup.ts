import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the scenarios of a project share: how it starts, where its effects show, what its functions are called with. */
const SETUP = "idemlint.setup.ts";

/** The nearest set-up at or above a folder; where one would be written, next to the manifest, when there is none. */
export function setupFor(folder: string): { readonly file: string; readonly exists: boolean } {
  let home = folder;
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, SETUP))) return { file: join(at, SETUP), exists: true };
    if (existsSync(join(at, "package.json"))) {
      home = at;
      break;
    }
    if (dirname(at) === at) break;
  }
  return { file: join(home, SETUP), exists: false };
}

/** A first set-up: the project's own start script, a database of its own, and stand-ins for the hosts that it calls. */
export function renderSetup(folder: string, hosts: readonly string[]): string {
  const [command, ...args] = startOf(folder);
  const stands = hosts.map((host) => `http({ provider: ${JSON.stringify(host)} })`);
  return `import pg from "pg";
import { embedded, ${hosts.length > 0 ? "http, " : ""}postgres } from "idemlint/harness";

// A PostgreSQL of its own. Give it the tables (schema: readFileSync("schema.sql", "utf8")) and the rows that handlers start from.
const own = await embedded();
export const database = new pg.Pool({ connectionString: own.url });

/** How the program is started; it is given PORT and DATABASE_URL. Or a function that starts it here and gives its URL. */
const start = { command: ${JSON.stringify(command)}, args: ${JSON.stringify(args)}, env: { DATABASE_URL: own.url } };

/** Where its effects show. */
const observe = [${["postgres(database)", ...stands].join(", ")}];

export const shared = { start, observe };

/** What functions are called with, by the name of their parameter. */
export const given: Record<string, unknown> = { database };
`;
}

function startOf(folder: string): readonly string[] {
  try {
    const { scripts, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly scripts?: Readonly<Record<string, string>>;
      readonly main?: string;
    };
    if (scripts?.["start"] !== undefined) return ["npm", "start"];
    return ["node", main ?? "dist/server.js"];
  } catch {
    return ["node", "dist/server.js"];
  }
}
