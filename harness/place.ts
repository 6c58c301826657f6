import { executionAsyncResource } from "node:async_hooks";
import { findSourceMap } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { shared } from "./context.js";

/**
 * Where a call stands in the source, counted from 1. V8 reports the callee's last name (`create` in `stripe.charges.create(`),
 * the analyzer the start of the whole call: the two meet when the call's range contains the place.
 */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A raw stack position; `placeOf` maps it to the source when it is needed. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const FRAMES = 60;
const here = dirname(fileURLToPath(import.meta.url));
/** This harness and the command line that starts it. */
const ownFolders = [`${here}/`, `${dirname(here)}/cli/`];
const mapped = new Map<string, Place>();

const origins = new WeakMap<object, Frame>();
const doubles = shared("idemlint.doubles", () => new Set<string>());

/** Passes over files that stand in for what the program talks to, until the returned function is called: their callers are the places. */
export function passOver(files: readonly string[]): () => void {
  for (const file of files) doubles.add(file);
  return () => {
    for (const file of files) doubles.delete(file);
  };
}

/** Notes the user's call that an asynchronous step goes back to. */
export function rememberOrigin(resource: object, frame: Frame): void {
  origins.set(resource, frame);
}

/** The user's call that an asynchronous step goes back to. */
export function originOf(resource: object): Frame | undefined {
  return origins.get(resource);
}

/** The user's call that is under way: on the stack, or where the current asynchronous step was started. */
export function callerFrame(below?: (...args: never[]) => unknown): Frame | undefined {
  return frameOnStack(below) ?? originOf(executionAsyncResource());
}

/** The first frame of the user's own code on the current stack: outside of packages, of Node and of this harness. */
export function frameOnStack(below?: (...args: never[]) => unknown): Frame | undefined {
  const limit = Error.stackTraceLimit;
  const prepare = Error.prepareStackTrace;
  const holder: { stack?: unknown } = {};
  let found: Frame | undefined;
  Error.stackTraceLimit = FRAMES;
  Error.prepareStackTrace = (_error, sites) => {
    found = firstUserFrame(sites);
    return "";
  };
  try {
    Error.captureStackTrace(holder, below);
    // Reading the stack is what calls `prepareStackTrace`.
    Reflect.get(holder, "stack");
  } finally {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = prepare;
  }
  return found;
}

function firstUserFrame(sites: readonly NodeJS.CallSite[]): Frame | undefined {
  for (const site of sites) {
    const name = site.getFileName();
    if (!name || name.startsWith("node:")) continue;
    const file = pathOf(name);
    if (!file || file.includes("/node_modules/") || ownFolders.some((own) => file.startsWith(own)) || doubles.has(file))
      continue;
    return { file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
  }
  return undefined;
}

/** A file's path as stack traces are compared with it: absolute, with `/`. */
export function pathOf(name: string): string | undefined {
  if (name.startsWith("file:")) return slashes(fileURLToPath(name.split("?")[0] ?? name));
  return name.startsWith("/") || /^[A-Za-z]:[\\/]/.test(name) ? slashes(name) : undefined;
}

/** The source position behind a frame, through the source map that Node holds for the file. */
export function placeOf(frame: Frame | undefined): Place | undefined {
  if (!frame) return undefined;
  const key = `${frame.file}:${frame.line}:${frame.column}`;
  const known = mapped.get(key);
  if (known) return known;
  const place = toSource(frame);
  mapped.set(key, place);
  return place;
}

function toSource(frame: Frame): Place {
  const map = findSourceMap(frame.file) ?? findSourceMap(`file://${frame.file}`);
  const entry = map?.findEntry(frame.line - 1, frame.column - 1);
  if (!entry || !("originalSource" in entry)) return frame;
  const file = pathOf(entry.originalSource) ?? frame.file;
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
