import { ts } from "ts-morph";
import type { Effect, Fix, TextEdit } from "../../analyzer/trace.js";
import { isTogether, plain, sameTarget, writes } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { expectedState, type StateColumn } from "../facts/states.js";
import { chainAround, linkNamed, quoted, textIn, type Chain } from "./chain.js";
import { testAnswer } from "./claim.js";
import { sqlTextIn } from "./conflict-clause.js";
import { exitAt } from "./early-exit.js";
import { importNames } from "./named-import.js";
import { quoteStyle, textOf } from "./syntax.js";

/**
 * Puts the expected state into the condition of the update, and ends the attempt that changed no row. Not where rows are
 * written after it in another transaction: a crash between the two would then lose them, where it doubled them before.
 */
export function nameExpectedState(
  effect: Effect,
  state: StateColumn,
  repeated: readonly Effect[],
  context: RuleContext,
): Fix[] {
  if (repeated.some((other) => writes(other) && !isTogether(effect, other))) return [];
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  if (!chain) return [];
  const named = expectedState(effect) !== undefined;
  const expected = named ? undefined : expectationOf(effect, state, chain, context);
  if (!named && !expected) return [];
  const form = formOf(chain, effect, state.column, expected);
  if (!form) return [];
  const test = effect.countTested ? [] : testOf(chain, effect, form.lost);
  if (!test) return [];
  const title = named
    ? "End the attempt when the update changed no row"
    : `Update only while ${state.column} ${expected?.negated ? "is not yet" : "is"} ${expected?.text}`;
  return [
    {
      title: effect.countTested || named ? title : `${title}, and end the attempt otherwise`,
      safety: "review",
      edits: [...form.edits, ...test],
    },
  ];
}

/** What the state is expected to be (`is "pending"`) or not to be yet (`is not "paid"`), as source text. */
interface Expectation {
  readonly text: string;
  readonly negated: boolean;
}

interface Form {
  readonly edits: readonly TextEdit[];
  readonly lost: (name: string) => string;
}

/** The state that a test before the update asks for, else any state but the one that is set. */
function expectationOf(
  effect: Effect,
  state: StateColumn,
  chain: Chain,
  context: RuleContext,
): Expectation | undefined {
  if (state.value === undefined) return undefined;
  const target = /^(true|false|-?\d+)$/.test(state.value) ? state.value : quoted(state.value, chain.source);
  for (const check of effect.checks) {
    if (
      !sameTarget(check.target, effect.target) ||
      !check.tests.some((column) => plain(column) === plain(state.column))
    )
      continue;
    const condition = context.text(check.condition.file)?.slice(check.condition.start, check.condition.end) ?? "";
    const tested = new RegExp(`\\b${check.tests[0] ?? ""}\\s*[!=]==?\\s*["'\`](\\w[\\w -]*)["'\`]`).exec(
      condition,
    )?.[1];
    if (tested !== undefined && tested !== state.value) return { text: quoted(tested, chain.source), negated: false };
  }
  return { text: target, negated: true };
}

function testOf(chain: Chain, effect: Effect, lost: Form["lost"]): TextEdit[] | undefined {
  const exit = exitAt(chain.source, effect.sink);
  return chain.unused && exit ? testAnswer(chain, chain.unused, lost, exit) : undefined;
}

function formOf(chain: Chain, effect: Effect, column: string, expected: Expectation | undefined): Form | undefined {
  const library = effect.library.toLowerCase();
  const raw = sqlTextIn(chain);
  if (raw) return sqlForm(chain, raw, column, expected, library);
  if (library.includes("prisma")) return prismaForm(chain, column, expected);
  if (library.includes("drizzle")) return drizzleForm(chain, column, expected);
  if (library.includes("typeorm")) return typeormForm(chain, column, expected);
  if (library.includes("knex")) return knexForm(chain, column, expected);
  return undefined;
}

function sqlForm(
  chain: Chain,
  at: { start: number; end: number },
  column: string,
  expected: Expectation | undefined,
  library: string,
): Form | undefined {
  if (library !== "node-postgres") return undefined;
  const lost = (name: string): string => `${name}.rowCount === 0`;
  if (!expected) return { edits: [], lost };
  const text = chain.source.text.slice(at.start, at.end);
  if (!/\bwhere\b/i.test(text)) return undefined;
  const returning = /\s+returning\b/i.exec(text);
  const end = at.start + (returning ? returning.index : text.search(/\s*;?\s*$/));
  const quote = chain.source.text[at.start - 1] === "'" ? "\\'" : "'";
  const value = expected.text.replace(/^["']|["']$/g, quote);
  const and = /\bwhere\b/.test(text) ? "and" : "AND";
  return {
    edits: [{ file: chain.file, start: end, end, text: ` ${and} ${column} ${expected.negated ? "<>" : "="} ${value}` }],
    lost,
  };
}

/** `update` takes one row by its key and throws when it is not there; `updateMany` says how many it changed. */
function prismaForm(chain: Chain, column: string, expected: Expectation | undefined): Form | undefined {
  const lost = (name: string): string => `${name}.count === 0`;
  const many = linkNamed(chain, "updateMany");
  if (!expected) return many ? { edits: [], lost } : undefined;
  const update = many ?? linkNamed(chain, "update");
  const options = update?.call.arguments[0];
  if (!update || !options || !ts.isObjectLiteralExpression(options)) return undefined;
  const names = options.properties.map((one) => (one.name && ts.isIdentifier(one.name) ? one.name.text : ""));
  const where = literalNamed(options, "where");
  const data = literalNamed(options, "data");
  const nested = data?.properties.some(
    (one) => ts.isPropertyAssignment(one) && ts.isObjectLiteralExpression(one.initializer),
  );
  if (!where || nested || names.some((name) => name !== "where" && name !== "data")) return undefined;
  const edits = [
    withProperty(chain, where, `${column}: ${expected.negated ? `{ not: ${expected.text} }` : expected.text}`),
  ];
  if (!many)
    edits.push({
      file: chain.file,
      start: update.name.getStart(chain.source),
      end: update.name.end,
      text: "updateMany",
    });
  return { edits, lost };
}

function drizzleForm(chain: Chain, column: string, expected: Expectation | undefined): Form | undefined {
  const where = linkNamed(chain, "where");
  const table = linkNamed(chain, "update")?.call.arguments[0];
  const condition = where?.call.arguments[0];
  if (!where || !table || !condition) return undefined;
  const { file, source } = chain;
  const lost = (name: string): string => `${name}.length === 0`;
  const returning = linkNamed(chain, "returning")
    ? []
    : [{ file, start: chain.node.end, end: chain.node.end, text: ".returning()" }];
  if (!expected) return { edits: returning, lost };
  const compare = expected.negated ? "ne" : "eq";
  const added = `${compare}(${textOf(source, table)}.${column}, ${expected.text})`;
  const joined = ts.isCallExpression(condition) && textOf(source, condition.expression) === "and";
  const edits = joined
    ? [{ file, start: condition.end - 1, end: condition.end - 1, text: `, ${added}` }]
    : [textIn(chain, condition, `and(${textOf(source, condition)}, ${added})`)];
  return {
    edits: [
      ...edits,
      ...returning,
      ...importNames(source, "drizzle-orm", joined ? [compare] : ["and", compare], quoteStyle(source.text)),
    ],
    lost,
  };
}

function typeormForm(chain: Chain, column: string, expected: Expectation | undefined): Form | undefined {
  const update = linkNamed(chain, "update");
  const criteria = update?.call.arguments.at(-2);
  if (!update || !criteria) return undefined;
  const lost = (name: string): string => `${name}.affected === 0`;
  if (!expected) return { edits: [], lost };
  const { source } = chain;
  const value = `${column}: ${expected.negated ? `Not(${expected.text})` : expected.text}`;
  const edit = ts.isObjectLiteralExpression(criteria)
    ? withProperty(chain, criteria, value)
    : textIn(
        chain,
        criteria,
        textOf(source, criteria) === "id" ? `{ id, ${value} }` : `{ id: ${textOf(source, criteria)}, ${value} }`,
      );
  return {
    edits: [edit, ...(expected.negated ? importNames(source, "typeorm", ["Not"], quoteStyle(source.text)) : [])],
    lost,
  };
}

function knexForm(chain: Chain, column: string, expected: Expectation | undefined): Form | undefined {
  const lost = (name: string): string => `${name} === 0`;
  if (linkNamed(chain, "returning")) return undefined;
  if (!expected) return { edits: [], lost };
  const where = linkNamed(chain, "where");
  if (!where) return undefined;
  const end = where.call.end;
  const text = `.${expected.negated ? "whereNot" : "where"}(${quoted(column, chain.source)}, ${expected.text})`;
  return { edits: [{ file: chain.file, start: end, end, text }], lost };
}

function literalNamed(options: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralExpression | undefined {
  const property = options.properties.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === name);
  return property && ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer)
    ? property.initializer
    : undefined;
}

function withProperty(chain: Chain, node: ts.ObjectLiteralExpression, property: string): TextEdit {
  const last = node.properties.at(-1);
  const at = last ? last.end : node.getStart(chain.source) + 1;
  return { file: chain.file, start: at, end: at, text: last ? `, ${property}` : ` ${property} ` };
}
