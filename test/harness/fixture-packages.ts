import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where the packages lie that only fixtures and tests use. */
export const FIXTURES = join(process.cwd(), "fixtures");

const require = createRequire(pathToFileURL(join(FIXTURES, "_.js")));

/** A module of the fixtures' own packages, as CommonJS callers get it. */
export function fixturePackage(name: string): unknown {
  return require(name);
}

/** The same, as `import` gets it: for packages that are modules only. */
export async function importedFixture<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(require.resolve(name)).href)) as T;
}
