import { ts } from "ts-morph";
import type { Effect, Fix, Site, Trace } from "../../analyzer/trace.js";
import { namesOf } from "../../analyzer/interpreter/world/modules.js";
import type { RuleContext } from "../rule.js";
import { bindingsAt } from "./scope.js";
import { indentAt, indentUnit, nodesAround, quoteStyle, textOf } from "./syntax.js";

/**
 * Tells of a duplicate through the logger that the file uses already, else through the console. Safe with a logger that can be read where the
 * duplicate ends: only that branch changes, which a first run does not take, and it goes on as before once the line is written.
 */
export function sayDuplicate(effect: Effect, otherwise: Site, trace: Trace, context: RuleContext): Fix[] {
  const source = context.source(otherwise.file);
  const node = source && nodesAround(source, otherwise.start, otherwise.end).at(-1);
  if (!source || !node || !ts.isStatement(node)) return [];
  const logger = loggerIn(source.text);
  const safety = logger !== undefined && isReadable(logger, otherwise, source) ? "safe" : "review";
  const call = `${logger ?? "console.info"}(${sentence(effect, otherwise, trace, source)});`;
  const start = node.getStart(source);
  const base = indentAt(source.text, start);
  const inner = base + indentUnit(source.text);
  const file = source.fileName;
  const title = "Tell of the duplicate";
  if (ts.isIfStatement(node)) {
    if (node.elseStatement) return [];
    const text = ` else {\n${inner}${call}\n${base}}`;
    return [{ title, safety, edits: [{ file, start: node.end, end: node.end, text }] }];
  }
  if (ts.isBlock(node)) {
    const at = node.getStart(source) + 1;
    const isEmpty = node.statements.length === 0;
    const text = `\n${inner}${call}${isEmpty ? `\n${base}` : ""}`;
    return [{ title, safety, edits: [{ file, start: at, end: isEmpty ? node.end - 1 : at, text }] }];
  }
  const text = `{\n${inner}${call}\n${inner}${textOf(source, node)}\n${base}}`;
  // A declaration in a block of its own would not be seen after it.
  const isExit = ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node);
  return [{ title, safety: isExit ? safety : "review", edits: [{ file, start, end: node.end, text }] }];
}

/** `logger.info`, `this.log.info`, `req.log.info`: as the file calls it. */
function loggerIn(text: string): string | undefined {
  return /(?<![\w.])((?:\w+\.)*log(?:ger)?\.(?:info|log|debug))\(/i.exec(text)?.[1];
}

/** Its first name is declared in the module or around the place. */
function isReadable(logger: string, place: Site, source: ts.SourceFile): boolean {
  const root = logger.slice(0, logger.indexOf("."));
  return namesOf(source).locals.has(root) || bindingsAt(source, place).some(({ name }) => name === root);
}

/** What happened, with the identity when it can be read where the duplicate ends. */
function sentence(effect: Effect, otherwise: Site, trace: Trace, source: ts.SourceFile): string {
  const names = new Set(bindingsAt(source, otherwise).map(({ name }) => name));
  const identity = trace.entry.identities.find(({ expression }) => names.has(/^\w+/.exec(expression)?.[0] ?? ""));
  const what = `${trace.entry.name}: already in ${effect.target}`.replaceAll(/[`\\$]/g, "");
  const quote = quoteStyle(source.text);
  return identity ? `\`${what}: \${${identity.expression}}\`` : `${quote}${what.replaceAll(quote, "")}${quote}`;
}
