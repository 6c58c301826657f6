import { createHash } from "node:crypto";
import { relative } from "node:path/posix";
import { ts } from "ts-morph";
import type { Effect } from "../../analyzer/trace.js";
import { isFunction, nodesAround } from "../fixes/syntax.js";

/** What a finding is recognised by when lines move: rule, file, enclosing function and the effect as written. */
export function identityOf(rule: string, effect: Effect, within: string, root: string): string {
  return [rule, relative(root, effect.site.file), within, normalise(effect.name), effect.target].join("\n");
}

/** The fingerprint of the n-th finding with one identity, counted in source order. */
export function fingerprintOf(identity: string, ordinal: number): string {
  return createHash("sha256").update(`${identity}\n${ordinal}`).digest("hex").slice(0, 16);
}

/** The names that `enclosingName` can give in a file; empty stands for its top level. */
export function functionNames(source: ts.SourceFile): ReadonlySet<string> {
  const found = new Set([""]);
  const visit = (node: ts.Node, parent: ts.Node | undefined, outer: readonly string[]): void => {
    const own = ownName(node, parent, source);
    const names = own ? [...outer, own] : outer;
    if (own) found.add(names.join("."));
    ts.forEachChild(node, (child) => {
      visit(child, node, names);
    });
  };
  visit(source, undefined, []);
  return found;
}

/** `OrderService.create`, `settle`, `app.post("/orders")`: the functions around an effect, outermost first. */
export function enclosingName(source: ts.SourceFile, effect: Effect): string {
  const around = nodesAround(source, effect.site.start, effect.site.end);
  return around
    .map((node, depth) => ownName(node, around[depth - 1], source))
    .filter(Boolean)
    .join(".");
}

/** What a class or function adds to the names of what is in it; nothing for other nodes. */
function ownName(node: ts.Node, parent: ts.Node | undefined, source: ts.SourceFile): string {
  if (ts.isClassLike(node)) return node.name?.text ?? "";
  return isFunction(node) ? nameOf(node, parent, source) : "";
}

function nameOf(node: ts.Node, parent: ts.Node | undefined, source: ts.SourceFile): string {
  const own = (node as { name?: ts.PropertyName }).name;
  if (own) return own.getText(source);
  if (!parent) return "";
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return parent.name.getText(source);
  if (!ts.isCallExpression(parent)) return "";
  const first = parent.arguments[0];
  const label = first && ts.isStringLiteralLike(first) ? `(${JSON.stringify(first.text)})` : "";
  return normalise(parent.expression.getText(source)).slice(-60) + label;
}

function normalise(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
