import { ts } from "ts-morph";
import { optionsOf, type ClassValue, type ObjectValue, type Value } from "./value.js";

/**
 * A logger is told by its levels: nothing else has methods for errors, warnings and information. What it does is no effect of
 * the business, and each of its calls hands it something else: walking it for each was two thirds of the work on some services.
 */
export function isLogger(value: Value): boolean {
  switch (value.kind) {
    case "object":
      return hasLevels((name) => isMethod(value, name));
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

/** Whether a method of a logger writes a line. */
export function isLevel(name: string): boolean {
  return LEVELS.has(name);
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

const CLASSES = new WeakMap<ts.Node, boolean>();

function isLoggerClass({ node }: ClassValue): boolean {
  const known = CLASSES.get(node);
  if (known !== undefined) return known;
  const names = new Set(
    node.members.flatMap((member) =>
      ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member) ? [member.name.getText()] : [],
    ),
  );
  const made = hasLevels((name) => names.has(name));
  CLASSES.set(node, made);
  return made;
}
