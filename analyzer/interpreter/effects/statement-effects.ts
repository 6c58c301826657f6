import type { CallItem } from "../../models/patterns.js";
import { siteOf } from "../../sites.js";
import { classifySql, type SqlStatement } from "../../sql/statement.js";
import type { Key } from "../../trace.js";
import { publish } from "./effects.js";
import type { Frame, Machine } from "../walk/machine.js";
import { at, type Called } from "../libraries/places.js";
import { routinesIn } from "../routines/at-call.js";
import { claiming, statementDraft } from "./statement-drafts.js";
import { parametersAt, resolver } from "./sql-parameters.js";
import { array, optionsOf, piecesOf, unknown, type LibraryValue, type Value } from "../values/value.js";

/** Effects of a call that sends SQL text: one per statement, under the key of the call. The answer is the last statement's. */
export function sqlEffects(
  model: CallItem,
  called: Called,
  base: LibraryValue,
  frame: Frame,
  machine: Machine,
  key?: Key,
): Value {
  const text = at(model.sql, called);
  const kept = text && model.sqlFiles !== undefined ? textInFile(text, model.sqlFiles, machine) : undefined;
  const read = kept ?? (text && model.sqlFiles === undefined ? sqlText(text) : undefined);
  if (!read) return { ...base, answer: unknown(), emitted: [] };
  const parameters = kept?.parameters ?? parametersAt(model, called);
  const resolve = resolver(read.holes, parameters, called);
  let answer: Value = { ...base, answer: unknown(), emitted: [] };
  for (const statement of classifySql(read.text)) {
    if (statement.kind === "transaction") openOrClose(statement, called, base, frame);
    else if (statement.lock && statement.kind !== "select")
      frame.state = { ...frame.state, locks: frame.state.locks + 1 };
    answer = routinesIn(statement, resolve, { model, called, base, frame, machine }) ?? answer;
    const draft = statementDraft(statement, resolve, model.replaces === true);
    const known = {
      ...(key ? { key } : {}),
      ...(model.refuses && model.identityColumns ? { identityColumns: model.identityColumns } : {}),
    };
    if (draft) answer = publish({ ...draft, ...known }, claiming(model, statement), called, base, frame, machine);
  }
  return answer;
}

/** `recordPayment(eventId, amount)`: the text in `sql/recordPayment.sql`, and what it is given. */
function textInFile(
  value: Value,
  folder: string,
  { world }: Machine,
): { readonly text: string; readonly holes: readonly Value[]; readonly parameters: Value } | undefined {
  const made = value.kind === "library" ? value.links.at(-1) : undefined;
  const text = made && world.schema.text(`${folder}/${made.name}`);
  return text === undefined ? undefined : { text, holes: [], parameters: array(made?.args ?? []) };
}

/** The text with `$holeN` for each value between its fixed parts. */
function sqlText(value: Value): { readonly text: string; readonly holes: readonly Value[] } | undefined {
  const [first] = optionsOf(value);
  if (!first) return undefined;
  // `sql("…")` and ``Prisma.sql`…` `` wrap the text.
  if (first.kind === "library") {
    const inner = first.links.at(-1)?.args[0];
    return inner ? sqlText(inner) : undefined;
  }
  if (first.kind === "object") {
    const inner = first.properties.get("text") ?? first.properties.get("sql");
    return inner ? sqlText(inner) : undefined;
  }
  const pieces = piecesOf(first);
  if (!pieces.some((piece) => typeof piece === "string")) return undefined;
  const holes: Value[] = [];
  const text = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const nested = piece.kind === "library" ? sqlText(piece) : undefined;
    if (nested?.holes.length === 0) return nested.text;
    holes.push(piece);
    return `$hole${holes.length}`;
  });
  return { text: text.join(""), holes };
}

function openOrClose(statement: SqlStatement, called: Called, base: LibraryValue, frame: Frame): void {
  if (/^\s*(begin|start)/i.test(statement.text)) {
    const isolation = statement.isolation;
    frame.state = {
      ...frame.state,
      transaction: {
        site: siteOf(called.link.node),
        library: base.library.model.library,
        ...(isolation ? { isolation } : {}),
      },
      locks: frame.state.locks + (isolation === "serializable" ? 1 : 0),
    };
  } else if (/^\s*(commit|rollback(?!\s+to)|end|abort)/i.test(statement.text)) {
    const { transaction: _closed, ...rest } = frame.state;
    frame.state = { ...rest, locks: 0, rowLocks: [], ended: true };
  }
}
