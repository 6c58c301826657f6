import { ts } from "ts-morph";
import { optionsOf, type ClassValue, type ObjectValue, type Value } from "./value.js";

/**
 * A logger is told by its levels: it has methods for errors, warnings and information, and nobody waits for a line to be written, so none
 * of them is asynchronous. An object of the business that has such methods (notices to customers, of three kinds) is waited for. What a
 * logger does is no effect of the business, and each of its calls hands it something else: walking it for each was two thirds of the
 * work on some services.
 */
export function isLogger(value: Value): boolean {
  switch (value.kind) {
    case "object":
      return hasLevels((name) => isMethod(value, name)) && ![...LEVELS].some((name) => isWaitedFor(value, name));
    case "instance":
      return isLoggerClass(value.of);
    case "union": {
      const options = optionsOf(value).filter((option) => option.kind !== "literal");
      return options.length > 0 && options.every(isLogger);
    }
    default:
      return false;
  }
}

/** Whether a call writes a line of a logger: one whose answer is awaited does something that the code depends on. */
export function writesLine(node: ts.CallExpression, name: string, receiver: Value): boolean {
  return LEVELS.has(name) && !ts.isAwaitExpression(node.parent) && isLogger(receiver);
}

/** Where the levels of a logger are written down: loggers of one kind are the same, whatever context they keep. */
export function loggerPlaces(value: Value): readonly { readonly file: string; readonly pos: number }[] {
  if (value.kind === "instance") return [{ file: value.of.env.file, pos: value.of.node.pos }];
  if (value.kind === "union") return value.options.flatMap(loggerPlaces);
  if (value.kind !== "object") return [];
  return [...value.properties].flatMap(([name, level]) =>
    LEVELS.has(name) && level.kind === "function" ? [{ file: level.env.file, pos: level.node.pos }] : [],
  );
}

const LEVELS: ReadonlySet<string> = new Set([
  "trace",
  "debug",
  "verbose",
  "log",
  "info",
  "notice",
  "warn",
  "warning",
  "error",
  "critical",
  "fatal",
]);

function hasLevels(has: (name: string) => boolean): boolean {
  return has("error") && (has("warn") || has("warning")) && (has("info") || has("log") || has("debug"));
}

function isMethod(value: ObjectValue, name: string): boolean {
  const kind = value.properties.get(name)?.kind;
  return kind === "function" || kind === "library" || kind === "unknown" || kind === "union";
}

function isWaitedFor(value: ObjectValue, name: string): boolean {
  const level = value.properties.get(name);
  return level?.kind === "function" && isAsynchronous(level.node);
}

/** It is marked so, or its type says so. */
function isAsynchronous(node: ts.Node): boolean {
  if (ts.isPropertyDeclaration(node)) return node.initializer !== undefined && isAsynchronous(node.initializer);
  if (!ts.isFunctionLike(node)) return false;
  const isAsync =
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync === true || /^Promise\b/.test(node.type?.getText() ?? "");
}

const CLASSES = new WeakMap<ts.Node, boolean>();

function isLoggerClass({ node }: ClassValue): boolean {
  const known = CLASSES.get(node);
  if (known !== undefined) return known;
  const methods = new Map(
    node.members.flatMap((member) =>
      ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member) ? [[member.name.getText(), member]] : [],
    ),
  );
  const isWaited = [...methods].some(([name, member]) => LEVELS.has(name) && isAsynchronous(member));
  const made = hasLevels((name) => methods.has(name)) && !isWaited;
  CLASSES.set(node, made);
  return made;
}
