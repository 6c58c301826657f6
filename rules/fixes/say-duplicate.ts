import { ts } from "ts-morph";
import type { Effect, Fix, Site, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { bindingsAt } from "./scope.js";
import { indentAt, indentUnit, nodesAround, quoteStyle, textOf } from "./syntax.js";

/** Tells of a duplicate through the logger that the file uses already, else through the console. */
export function sayDuplicate(effect: Effect, otherwise: Site, trace: Trace, context: RuleContext): Fix[] {
  const source = context.source(otherwise.file);
  const node = source && nodesAround(source, otherwise.start, otherwise.end).at(-1);
  if (!source || !node || !ts.isStatement(node)) return [];
  const call = `${loggerIn(source.text) ?? "console.info"}(${sentence(effect, otherwise, trace, source)});`;
  const start = node.getStart(source);
  const base = indentAt(source.text, start);
  const inner = base + indentUnit(source.text);
  const file = source.fileName;
  const title = "Tell of the duplicate";
  if (ts.isIfStatement(node)) {
    if (node.elseStatement) return [];
    const text = ` else {\n${inner}${call}\n${base}}`;
    return [{ title, safety: "review", edits: [{ file, start: node.end, end: node.end, text }] }];
  }
  if (ts.isBlock(node)) {
    const at = node.getStart(source) + 1;
    const isEmpty = node.statements.length === 0;
    const text = `\n${inner}${call}${isEmpty ? `\n${base}` : ""}`;
    return [{ title, safety: "review", edits: [{ file, start: at, end: isEmpty ? node.end - 1 : at, text }] }];
  }
  const text = `{\n${inner}${call}\n${inner}${textOf(source, node)}\n${base}}`;
  return [{ title, safety: "review", edits: [{ file, start, end: node.end, text }] }];
}

/** `logger.info`, `this.log.info`, `req.log.info`: as the file calls it. */
function loggerIn(text: string): string | undefined {
  return /(?<![\w.])((?:\w+\.)*log(?:ger)?\.(?:info|log|debug))\(/i.exec(text)?.[1];
}

/** What happened, with the identity when it can be read where the duplicate ends. */
function sentence(effect: Effect, otherwise: Site, trace: Trace, source: ts.SourceFile): string {
  const names = new Set(bindingsAt(source, otherwise).map(({ name }) => name));
  const identity = trace.entry.identities.find(({ expression }) => names.has(/^\w+/.exec(expression)?.[0] ?? ""));
  const what = `${trace.entry.name}: already in ${effect.target}`.replaceAll(/[`\\$]/g, "");
  const quote = quoteStyle(source.text);
  return identity ? `\`${what}: \${${identity.expression}}\`` : `${quote}${what.replaceAll(quote, "")}${quote}`;
}
