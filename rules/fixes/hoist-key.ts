import { ts } from "ts-morph";
import type { Fix, Source, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { importNames } from "./named-import.js";
import { type FunctionNode, functionsAround, indentAt, nodesAround, quoteStyle, textOf } from "./syntax.js";

/** Makes the key where the form is made and keeps it there: in a state of the component, or beside the listener. */
export function hoistKey({ site }: Source, { entry }: Trace, context: RuleContext): Fix[] {
  const source = site.file === entry.handler.file ? context.source(site.file) : undefined;
  if (!source || site.start < entry.handler.start || site.end > entry.handler.end) return [];
  const around = nodesAround(source, site.start, site.end);
  const made = around.findLast((node) => node.getStart(source) === site.start && node.end === site.end);
  const place = made && placeOf(source, entry.handler, entry.library);
  if (!made || !place) return [];
  const named = statementOf(around, made);
  const name = named?.name ?? freeName(source.text);
  const text = textOf(source, made);
  const quote = quoteStyle(source.text);
  const hoisted = place.kept ? `const [${name}] = useState(() => ${text});` : `const ${name} = ${text};`;
  const edits: TextEdit[] = [
    {
      file: source.fileName,
      start: place.at,
      end: place.at,
      text: place.before ? `${hoisted}\n${place.indent}` : `\n${place.indent}${hoisted}`,
    },
    named ? without(source, named.statement) : { file: source.fileName, start: site.start, end: site.end, text: name },
    ...(place.kept ? importNames(source, "react", ["useState"], quote) : []),
  ];
  return [{ title: `Make ${name} once, before it is pressed`, safety: "review", edits }];
}

interface HoistPlace {
  readonly at: number;
  readonly indent: string;
  /** The line goes in front of what stands there. */
  readonly before: boolean;
  /** A component runs again with every change: only a state stays. */
  readonly kept: boolean;
}

function placeOf(
  source: ts.SourceFile,
  handler: { readonly start: number; readonly end: number },
  library: string,
): HoistPlace | undefined {
  const owners = functionsAround(source, handler).filter(
    (fn) => fn.getStart(source) < handler.start || fn.end > handler.end,
  );
  if (library !== "DOM") {
    const component = owners.at(-1);
    return component && bodyOf(component) ? inBody(source, component) : undefined;
  }
  const statement = nodesAround(source, handler.start, handler.end).findLast(
    (node) => ts.isExpressionStatement(node) && node.getStart(source) < handler.start,
  );
  if (!statement) return undefined;
  const at = statement.getStart(source);
  return { at, indent: indentAt(source.text, at), before: true, kept: false };
}

function inBody(source: ts.SourceFile, component: FunctionNode): HoistPlace | undefined {
  const first = bodyOf(component)?.statements[0];
  if (!first) return undefined;
  const at = first.getStart(source);
  return { at, indent: indentAt(source.text, at), before: true, kept: true };
}

function bodyOf(fn: FunctionNode): ts.Block | undefined {
  return fn.body && ts.isBlock(fn.body) ? fn.body : undefined;
}

/** `const key = crypto.randomUUID();` alone in its statement. */
function statementOf(
  around: readonly ts.Node[],
  made: ts.Node,
): { readonly statement: ts.Node; readonly name: string } | undefined {
  const statement = around.findLast(ts.isVariableStatement);
  const [declaration, ...others] = statement?.declarationList.declarations ?? [];
  if (!statement || !declaration || others.length > 0) return undefined;
  return declaration.initializer === made && ts.isIdentifier(declaration.name)
    ? { statement, name: declaration.name.text }
    : undefined;
}

function without(source: ts.SourceFile, statement: ts.Node): TextEdit {
  const start = source.text.lastIndexOf("\n", statement.getStart(source));
  return { file: source.fileName, start: Math.max(start, statement.pos), end: statement.end, text: "" };
}

function freeName(text: string): string {
  return /\bidempotencyKey\b/.test(text) ? "requestKey" : "idempotencyKey";
}
