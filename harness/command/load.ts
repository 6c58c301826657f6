import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HarnessError } from "../observers/sql-access.js";
import { isObject } from "../recorders/patch.js";
import type { Scenario } from "../scenario.js";

/** A scenario and the file that holds it. */
export interface LoadedScenario {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  readonly scenario: Scenario;
}

const SCENARIO = /\.idemlint\.[cm]?[jt]s$/;
const SKIPPED = new Set(["node_modules", ".git", "dist"]);

/** The scenario files that the arguments name: files as they are, folders with all below them. */
export function findScenarios(paths: readonly string[], cwd: string): readonly string[] {
  const found = (paths.length === 0 ? ["."] : paths).flatMap((path) => {
    const full = resolve(cwd, path);
    if (!existsSync(full)) throw new HarnessError(`there is no file or folder ${path}`);
    return statSync(full).isDirectory() ? below(full) : [full];
  });
  return [...new Set(found)].sort();
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : below(join(folder, entry.name));
    return SCENARIO.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}

/** Loads one file: its default export, and every other export that is a scenario. */
export async function loadScenarios(file: string, cwd: string): Promise<readonly LoadedScenario[]> {
  const shown = relative(cwd, file).replaceAll("\\", "/");
  await loadTypeScript(file);
  let module: Record<string, unknown>;
  try {
    module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new HarnessError(`${shown} could not be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const values = Object.entries(exportsOf(module)).map(([name, value]) =>
    name === "default" && typeof value === "function" ? (value as () => unknown)() : value,
  );
  const made = await Promise.all(values);
  const scenarios = made
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isScenario);
  if (scenarios.length === 0) {
    throw new HarnessError(`${shown} exports no scenario: export default { name, attempt, observe }`);
  }
  return scenarios.map((scenario) => ({ file: shown, scenario }));
}

/** A file that Node loads as CommonJS, as in most packages without `"type": "module"`, brings its exports within `default`. */
function exportsOf(module: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { default: inner } = module;
  return isObject(inner) && inner["__esModule"] === true ? inner : module;
}

function isScenario(value: unknown): value is Scenario {
  return isObject(value) && typeof value["attempt"] === "function" && Array.isArray(value["observe"]);
}

let registered = false;

/** Lets Node import TypeScript, unless it already does. */
async function loadTypeScript(file: string): Promise<void> {
  if (
    registered ||
    !file.endsWith("ts") ||
    process.execArgv.some((flag) => flag.includes("tsx")) ||
    process.env["NODE_OPTIONS"]?.includes("tsx")
  )
    return;
  registered = true;
  process.setSourceMapsEnabled(true);
  const [modules, scripts] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
  modules.register();
  scripts.register();
}
