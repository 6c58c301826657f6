import { ts } from "ts-morph";
import type { Effect, Fix } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { localInitializer } from "./scope.js";
import { callAt } from "./syntax.js";

/**
 * Lets a later attempt take over a reservation that has been in progress for longer than the work can take: one clause in
 * the insert, with the clock column that the table has.
 */
export function takeOverAfterLease(claim: Effect, context: RuleContext): Fix[] {
  const source = context.source(claim.sink.file);
  const call = source && callAt(source, claim.sink);
  const table = context.schema.table(claim.target);
  const clock = table?.columns.find((column) => column.generated === "clock" && /timestamp/i.test(column.type ?? ""));
  const state = Object.entries(claim.constants).find(([column]) => table?.columns.some(({ name }) => name === column));
  const text =
    source &&
    call?.arguments
      ?.map((one) => literalIn(localInitializer(source, one) ?? one, source))
      .find((one) => one !== undefined);
  if (!source || !table || !clock || !state || !text) return [];
  const match = /ON CONFLICT\s*(\([^)]*\))\s*DO NOTHING/i.exec(text.raw);
  if (!match) return [];
  const [column, value] = state;
  const start = text.start + match.index;
  const name = table.name;
  const stale = `${name}.${column} = '${value.replaceAll(/["']/g, "")}' AND ${name}.${clock.name} < now() - interval '5 minutes'`;
  return [
    {
      title: "Let the next attempt take the reservation over after five minutes",
      safety: "review",
      edits: [
        {
          file: source.fileName,
          start,
          end: start + match[0].length,
          text: `ON CONFLICT ${match[1] ?? ""} DO UPDATE SET ${clock.name} = now() WHERE ${stale}`,
        },
      ],
    },
  ];
}

/** The SQL text as it is written, where quotes may stand in it. */
function literalIn(
  node: ts.Expression,
  source: ts.SourceFile,
): { readonly raw: string; readonly start: number } | undefined {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return undefined;
  const start = node.getStart(source);
  const raw = source.text.slice(start, node.end);
  return raw.startsWith("'") ? undefined : { raw, start };
}
