import { ts } from "ts-morph";
import { namesOf } from "../interpreter/world/modules.js";
import type { TextEdit } from "../trace.js";

/** Something to say in a configuration: an entry for one of its lists, or how loud a rule is. */
export type Saying =
  | { readonly list: "guards"; readonly entry: Readonly<Record<string, string>> }
  | { readonly rule: string; readonly severity: string };

/** The edit that says it in a configuration file, in the file's own hand; `undefined` where its object is not written out there. */
export function written(saying: Saying, file: string, text: string): TextEdit | undefined {
  const isJson = file.endsWith(".json");
  const source = isJson ? ts.parseJsonText(file, text) : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const root = isJson ? jsonRoot(source) : exportedRoot(source);
  if (!root) return undefined;
  const hand = handOf(source, isJson);
  const key = "list" in saying ? saying.list : "rules";
  const inner = memberOf(root, key, source);
  const item = "list" in saying ? hand.object(saying.entry) : `${hand.key(saying.rule)}: ${hand.text(saying.severity)}`;
  if (!inner) {
    // What a spread brings along would be overwritten.
    if (root.properties.some(ts.isSpreadAssignment)) return undefined;
    const [open, close] = "list" in saying ? ["[", "]"] : ["{", "}"];
    const unit = hand.indent;
    return added(root.properties, root, `${hand.key(key)}: ${open}\n${unit}${unit}${item},\n${unit}${close}`, hand);
  }
  const holder = unwrapped(inner, source);
  if ("list" in saying)
    return holder && ts.isArrayLiteralExpression(holder) ? added(holder.elements, holder, item, hand) : undefined;
  if (!holder || !ts.isObjectLiteralExpression(holder)) return undefined;
  const known = memberOf(holder, saying.rule, source);
  if (!known) return added(holder.properties, holder, item, hand);
  return { file, start: known.getStart(source), end: known.end, text: hand.text(saying.severity) };
}

/** A new configuration that says it. */
export function newlyWritten(saying: Saying): string {
  const said = "list" in saying ? { [saying.list]: [saying.entry] } : { rules: { [saying.rule]: saying.severity } };
  return `${JSON.stringify(said, undefined, 2)}\n`;
}

function jsonRoot(source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const [statement] = source.statements;
  const expression = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  return expression && ts.isObjectLiteralExpression(expression) ? expression : undefined;
}

function exportedRoot(source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const exported = namesOf(source).exports.get("default");
  const expression =
    exported?.kind === "expression" && ts.isExpression(exported.node)
      ? unwrapped(exported.node, source)
      : exported?.kind === "local"
        ? ofVariable(exported.name, source)
        : undefined;
  return expression && ts.isObjectLiteralExpression(expression) ? expression : undefined;
}

/** What an expression comes to: without its type, without `defineConfig`, and by the name of a constant of the file. */
function unwrapped(node: ts.Expression, source: ts.SourceFile): ts.Expression | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return unwrapped(node.expression, source);
  if (ts.isIdentifier(node)) return ofVariable(node.text, source);
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  return argument ? unwrapped(argument, source) : node;
}

function ofVariable(name: string, source: ts.SourceFile): ts.Expression | undefined {
  const local = namesOf(source).locals.get(name);
  return local?.kind === "variable" && local.node.initializer ? unwrapped(local.node.initializer, source) : undefined;
}

function memberOf(object: ts.ObjectLiteralExpression, name: string, source: ts.SourceFile): ts.Expression | undefined {
  const member = object.properties.find((one) => one.name?.getText(source).replace(/^["']|["']$/g, "") === name);
  if (!member) return undefined;
  return ts.isPropertyAssignment(member)
    ? member.initializer
    : ts.isShorthandPropertyAssignment(member)
      ? member.name
      : undefined;
}

/** How this file writes. */
interface Hand {
  readonly source: ts.SourceFile;
  readonly indent: string;
  readonly isJson: boolean;
  key(name: string): string;
  text(value: string): string;
  object(members: Readonly<Record<string, string>>): string;
}

function handOf(source: ts.SourceFile, isJson: boolean): Hand {
  const { text } = source;
  const quote = !isJson && (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"';
  const quoted = (value: string) => (quote === "'" ? `'${value.replace(/[\\']/g, "\\$&")}'` : JSON.stringify(value));
  const key = (name: string) => (!isJson && /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));
  return {
    source,
    isJson,
    indent: /^(\t| {2,8})\S/m.exec(text)?.[1] ?? "  ",
    key,
    text: quoted,
    object: (members) =>
      `{ ${Object.entries(members)
        .map(([name, value]) => `${key(name)}: ${quoted(value)}`)
        .join(", ")} }`,
  };
}

/** One more part at the end of an object or list: on a line of its own where the parts before stand so. */
function added(
  parts: ts.NodeArray<ts.Node>,
  holder: ts.Node,
  part: string,
  { source, indent, isJson }: Hand,
): TextEdit {
  const { fileName: file, text } = source;
  const written = isJson ? part.replace(/,(?=\n)/g, "") : part;
  const last = parts.at(-1);
  if (last) {
    const lineStart = text.lastIndexOf("\n", last.getStart(source) - 1) + 1;
    const before = text.slice(lineStart, last.getStart(source));
    const isAlone = before.trim() === "";
    const lead = isAlone ? `,\n${before}` : ", ";
    return { file, start: last.end, end: last.end, text: lead + written };
  }
  const lineStart = text.lastIndexOf("\n", holder.getStart(source) - 1) + 1;
  const outer = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const body = `\n${outer}${indent}${written}${isJson ? "" : ","}\n${outer}`;
  return { file, start: holder.getStart(source) + 1, end: holder.end - 1, text: body };
}
