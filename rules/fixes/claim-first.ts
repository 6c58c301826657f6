import type { ts } from "ts-morph";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Fix, TextEdit, Trace } from "../../analyzer/trace.js";
import { isCache } from "../facts/records.js";
import { isTogether, repeats } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { chainAround, type Chain } from "./chain.js";
import { claimOf, keyInRedis, type Claim } from "./claim-forms.js";
import { freeName, scopeText } from "./claim.js";
import type { StableIdentity } from "./entry-identity.js";
import { findIdentity } from "./identity.js";
import { growsTooWide } from "./line-width.js";
import { importBeside, recordTable, tableOf } from "./record-table.js";
import { review } from "./unique-insert.js";
import { indentAt, indentUnit, textOf } from "./syntax.js";

/**
 * Moves a change behind the insert of a record that says it was made, both in one transaction. Only for a statement that
 * uses nothing of the answer, where an identity of the attempt is at hand or can be passed down.
 */
export function moveBehindClaim(effect: Effect, trace: Trace, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  const identity = findIdentity(trace, effect, context);
  if (!chain?.unused || !identity || identity.optional) return [];
  const key = keyOf(identity.expression, effect, trace);
  if (isCache(effect)) return behindKey(chain, chain.unused, effect, { ...identity, key }, context);
  const record = recordTable(effect, context);
  const claim = record && claimOf(chain, effect, record, key, context);
  const target = tableOf(effect, context);
  const imports = record && target && importBeside(chain.source, record, target);
  if (!claim || !imports) return [];
  const edits = [
    ...imports,
    ...(claim.imports ?? []),
    ...identity.edits,
    ...wrap(chain, chain.unused, claim, earlierClaims(effect, trace, context)),
    ...record.edits,
  ];
  return [review(`Make the change only when ${record.name} has no record of ${identity.what} yet`, edits)];
}

/** What Redis counts moves behind a key that one attempt alone sets, for as long as another may come. */
function behindKey(
  chain: Chain,
  statement: ts.ExpressionStatement,
  effect: Effect,
  { key, what, edits }: StableIdentity & { readonly key: string },
  context: RuleContext,
): Fix[] {
  const claim = keyInRedis(chain, effect, key, context.horizon(effect.risk) * 3600);
  if (!claim) return [];
  return [
    review(`Make the change only for the attempt that sets a key of ${what}`, [
      ...edits,
      ...wrap(chain, statement, claim, 0),
    ]),
  ];
}

/** Changes before this one that want a claim of their own, under another name. */
function earlierClaims(effect: Effect, trace: Trace, context: RuleContext): number {
  const { sink, transaction } = effect;
  const earlier = trace.effects.filter(
    (other) =>
      transaction !== undefined &&
      isTogether(effect, other) &&
      repeats(other, context) &&
      other.sink.file === sink.file &&
      other.sink.start < sink.start,
  );
  return new Set(earlier.map((other) => siteKey(other.sink))).size;
}

function wrap(chain: Chain, statement: ts.ExpressionStatement, claim: Claim, earlier: number): TextEdit[] {
  const { file, source } = chain;
  const start = statement.getStart(source);
  const base = indentAt(source.text, start);
  const unit = indentUnit(source.text);
  const name = freeName(scopeText(source, statement.pos), earlier);
  const depth = claim.open?.depth ?? 0;
  const line = (text: string, level: number): string => base + unit.repeat(level) + text.replace(/^ {2}/, unit);
  const further = `\n${base}${unit.repeat(depth + 1)}`;
  const moved = claim.open ? renamed(chain, statement, claim.open.client, claim.open.in) : textOf(source, statement);
  const lines = [
    ...(claim.open?.before ?? []).map((text) => line(text, 0)),
    broken(line(`const ${name} = ${claim.insert.replaceAll("\n  ", further)};`, depth), unit),
    line(`if (${claim.won(name)}) {`, depth),
    line(moved.replace(/\n/g, `\n${unit.repeat(depth + 1)}`), depth + 1),
    line("}", depth),
    ...(claim.open?.after ?? []).map((text) => line(text, 0)),
  ];
  return [{ file, start, end: statement.end, text: lines.join("\n").slice(base.length) }];
}

/** A list of parameters that makes its line too wide gets a line of its own. */
function broken(line: string, unit: string): string {
  const [, head, list] = growsTooWide(line, 0, "") ? (/^(.*, \[)(.*)\]\);$/.exec(line) ?? []) : [];
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return head === undefined ? line : `${head}\n${indent}${unit}${list ?? ""},\n${indent}]);`;
}

function renamed(chain: Chain, statement: ts.ExpressionStatement, from: string, to: string): string {
  const { source } = chain;
  const start = statement.getStart(source);
  const text = textOf(source, statement);
  // The client stands at the beginning of the chain.
  const at = chain.node.getStart(source) - start;
  return text.startsWith(from, at) ? text.slice(0, at) + to + text.slice(at + from.length) : text;
}

/** One key for each change: two changes made for one message are two records. */
function keyOf(identity: string, effect: Effect, trace: Trace): string {
  const label = labelOf(effect);
  const places = new Set(trace.effects.filter((other) => labelOf(other) === label).map(({ sink }) => siteKey(sink)));
  const number = [...places].indexOf(siteKey(effect.sink));
  const base = /^`.*`$/s.test(identity) ? identity.slice(1, -1) : `\${${identity}}`;
  return `\`${base}:${label}${number > 0 ? `-${number + 1}` : ""}\``;
}

/** `wallets-balance`. */
function labelOf(effect: Effect): string {
  const words = [effect.target.replace(/^.*\./, ""), effect.relative[0] ?? effect.kind].join("-");
  return words
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}
