import { ts } from "ts-morph";
import type { Column } from "../../analyzer/schema/unique.js";
import type { Effect, TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround, linkNamed, type Chain } from "./chain.js";
import { tolerant } from "./conflict-clause.js";
import { exitAt } from "./early-exit.js";
import { functionsAround, indentAt } from "./syntax.js";

/**
 * Turns an insert whose conflict was an error into a claim: the attempt that finds the row there ends. Only for a
 * statement that uses nothing of the insert's answer.
 */
export function claimByInsert(
  effect: Effect,
  columns: readonly Column[],
  context: RuleContext,
): readonly TextEdit[] | undefined {
  const source = context.source(effect.sink.file);
  const chain = source && chainAround(source, effect.sink);
  const exit = source && exitAt(source, effect.sink);
  if (!chain?.unused || !exit) return undefined;
  const form = answerOf(chain, effect, columns, context);
  return form && [...form.edits, ...testAnswer(chain, chain.unused, form.lost, exit)];
}

/** Names the answer of a statement and leaves when it says that another attempt was first. */
export function testAnswer(
  chain: Chain,
  statement: ts.ExpressionStatement,
  lost: (name: string) => string,
  exit: string,
): TextEdit[] {
  const { file, source } = chain;
  const name = freeName(scopeText(source, statement.pos));
  const start = statement.getStart(source);
  return [
    { file, start, end: start, text: `const ${name} = ` },
    {
      file,
      start: statement.end,
      end: statement.end,
      text: `\n${indentAt(source.text, start)}if (${lost(name)}) ${exit}`,
    },
  ];
}

/** The text of the functions around a position: where a new name must not meet another. */
export function scopeText(source: ts.SourceFile, position: number): string {
  const outer = functionsAround(source, { start: position, end: position }).at(-1);
  return outer ? source.text.slice(outer.pos, outer.end) : source.text;
}

/** A name for the answer that this text does not use yet; `taken` names go to fixes of earlier statements. */
export function freeName(text: string, taken = 0): string {
  const free = NAMES.filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
  return free[taken] ?? "claimedByThisAttempt";
}

const NAMES = ["claimed", "claimedNow", "claimedRow"];

interface Answer {
  readonly edits: readonly TextEdit[];
  readonly lost: (name: string) => string;
}

function answerOf(chain: Chain, effect: Effect, columns: readonly Column[], context: RuleContext): Answer | undefined {
  const library = effect.library.toLowerCase();
  if (library.includes("prisma")) return skipDuplicates(chain);
  const table = context.schema.table(effect.target);
  const edits = tolerant(effect, columns, table, context);
  if (!edits) return undefined;
  if (library === "node-postgres") return { edits, lost: (name) => `${name}.rowCount === 0` };
  if (library.includes("drizzle")) {
    const values = linkNamed(chain, "values");
    const end = values?.call.end ?? 0;
    return {
      edits: edits.map((edit) => (edit.start === end ? { ...edit, text: `${edit.text}.returning()` } : edit)),
      lost: (name) => `${name}.length === 0`,
    };
  }
  return undefined;
}

/** `createMany` takes no nested writes. */
function skipDuplicates(chain: Chain): Answer | undefined {
  const create = linkNamed(chain, "create");
  const options = create?.call.arguments[0];
  if (!create || !options || !ts.isObjectLiteralExpression(options) || options.properties.length !== 1)
    return undefined;
  const data = options.properties[0];
  if (!data || !ts.isPropertyAssignment(data) || !ts.isObjectLiteralExpression(data.initializer)) return undefined;
  const nested = data.initializer.properties.some(
    (one) => ts.isPropertyAssignment(one) && ts.isObjectLiteralExpression(one.initializer),
  );
  if (nested) return undefined;
  const { file, source } = chain;
  const separator = source.text.slice(options.getStart(source), data.getStart(source)).includes("\n")
    ? `,\n${indentAt(source.text, data.getStart(source))}`
    : ", ";
  return {
    edits: [
      { file, start: create.name.getStart(source), end: create.name.end, text: "createMany" },
      { file, start: data.end, end: data.end, text: `${separator}skipDuplicates: true` },
    ],
    lost: (name) => `${name}.count === 0`,
  };
}
