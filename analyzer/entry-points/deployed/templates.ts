import { join } from "node:path/posix";
import { parseDocument } from "yaml";
import { listOf, recordOf, samTriggers, serverlessTriggers, textOf, type Trigger } from "./events.js";
import type { DeployedHandler } from "./handler.js";

/** Whether a path is where the Serverless Framework or SAM name handlers. */
export function isTemplate(path: string): boolean {
  return /\/(?:serverless|(?:sam-)?template)(?:[.-][\w-]+)?\.ya?ml$/i.test(path);
}

/** Handlers that a template names. Other files are read where it says that they go on (`${file(functions.yml)}`). */
export function handlersOfTemplate(
  file: string,
  text: string,
  read: (file: string) => string | undefined,
): readonly DeployedHandler[] {
  if (!/\b[Hh]andler\s*:|\$\{file\(/.test(text)) return [];
  const { functions, Resources, Globals } = recordOf(parsed(text));
  return [
    ...serverless(functions, file, read),
    ...Object.values(recordOf(Resources)).flatMap((resource) => sam(resource, recordOf(Globals), file)),
  ];
}

function parsed(text: string): unknown {
  // Tags such as !Ref are CloudFormation's: what they are on is read all the same.
  return parseDocument(text, { logLevel: "silent", uniqueKeys: false }).toJS({ maxAliasCount: 100 }) as unknown;
}

/** `{ handler, events }`, records and lists of them, and files that hold them. */
function serverless(
  functions: unknown,
  from: string,
  read: (file: string) => string | undefined,
  depth = 5,
): readonly DeployedHandler[] {
  if (depth === 0) return [];
  if (Array.isArray(functions)) return functions.flatMap((each: unknown) => serverless(each, from, read, depth));
  if (typeof functions === "string") {
    const [, path, key] = /^\$\{file\(([^)]+)\)(?::([\w.]+))?[^}]*\}$/.exec(functions) ?? [];
    if (path === undefined || !/\.ya?ml$/.test(path)) return [];
    const text = read(join(from, "..", path));
    const whole = text === undefined ? undefined : parsed(text);
    // Places are told from the service's own folder, wherever they are written.
    return serverless(key === undefined ? whole : recordOf(whole)[key], from, read, depth - 1);
  }
  const { handler, events, url } = recordOf(functions);
  if (typeof handler !== "string")
    return Object.values(recordOf(functions)).flatMap((each) => serverless(each, from, read, depth - 1));
  return named(handler, [...serverlessTriggers(events), ...(url ? [FUNCTION_URL] : [])], from);
}

const FUNCTION_URL: Trigger = { trigger: "LambdaFunctionURLHandler" };

function sam(resource: unknown, globals: Readonly<Record<string, unknown>>, from: string): readonly DeployedHandler[] {
  const { Type, Properties, Metadata } = recordOf(resource);
  if (Type !== "AWS::Serverless::Function") return [];
  const { Handler, CodeUri, Events, FunctionUrlConfig } = { ...recordOf(globals.Function), ...recordOf(Properties) };
  const handler = textOf(Handler);
  if (handler === undefined) return [];
  const folder = textOf(CodeUri) ?? ".";
  const [entry] = listOf(recordOf(recordOf(Metadata).BuildProperties).EntryPoints);
  const written = textOf(entry)?.replace(/\.[cm]?[jt]sx?$/, "");
  const place = written === undefined ? handler : `${written}.${handler.slice(handler.lastIndexOf(".") + 1)}`;
  const triggers = [...samTriggers(Events), ...(FunctionUrlConfig ? [FUNCTION_URL] : [])];
  return named(join(folder, place), triggers, from);
}

function named(place: string | undefined, triggers: readonly Trigger[], from: string): readonly DeployedHandler[] {
  if (place === undefined || place.includes("${")) return [];
  return triggers.map((trigger) => ({ place, from, ...trigger }));
}
