import { ts } from "ts-morph";
import type { Effect, Fix, Source } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { importNames } from "./named-import.js";
import { callAt, quoteStyle, textOf } from "./syntax.js";

/** Stores a hash in the place of the whole request, where the request is written out as text in the write itself. */
export function keepFingerprint(effect: Effect, { what }: Source, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  const serialised = source && call && serialisedIn(call, what, source);
  const columns = context.schema.table(effect.target)?.columns ?? [];
  if (!source || !serialised || columns.some(({ type }) => /json/i.test(type ?? ""))) return [];
  const quote = quoteStyle(source.text);
  const start = serialised.getStart(source);
  const text = `createHash(${quote}sha256${quote}).update(${textOf(source, serialised)}).digest(${quote}hex${quote})`;
  return [
    {
      title: `Keep a fingerprint of ${what}`,
      safety: "review",
      edits: [
        { file: source.fileName, start, end: serialised.end, text },
        ...importNames(source, "node:crypto", ["createHash"], quote),
      ],
    },
  ];
}

function serialisedIn(node: ts.Node, what: string, source: ts.SourceFile): ts.CallExpression | undefined {
  if (
    ts.isCallExpression(node) &&
    textOf(source, node.expression) === "JSON.stringify" &&
    node.arguments.length === 1 &&
    node.arguments.some((argument) => textOf(source, argument) === what)
  )
    return node;
  return ts.forEachChild(node, (child) => serialisedIn(child, what, source));
}
