import type { Effect, Fix } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { orders } from "../facts/states.js";
import { sqlLiteral } from "./statement-text.js";

/** Has the statement write only where the row is older, when the event brings a version or a time that the row keeps. */
export function onlyWhenNewer(effect: Effect, context: RuleContext): Fix[] {
  const column = Object.keys(effect.values).find(orders);
  const written = sqlLiteral(effect, context);
  const condition = column && written ? conditionIn(written.text, effect.target, column) : undefined;
  if (!written || condition === undefined) return [];
  const at = written.start + written.text.trimEnd().length;
  return [
    {
      title: `Write only where ${column} is older`,
      safety: "review",
      edits: [{ file: effect.sink.file, start: at, end: at, text: ` ${condition}` }],
    },
  ];
}

function conditionIn(text: string, table: string, column: string): string | undefined {
  if (/do\s+update\s+set\b/i.test(text) && !/\breturning\b/i.test(text))
    return `WHERE ${table}.${column} < EXCLUDED.${column}`;
  const value = new RegExp(`\\b${column}\\s*=\\s*(\\$\\d+)`, "i").exec(text)?.[1];
  const isUpdate = /^\s*update\b[^]*\bwhere\b/i.test(text) && !/\b(returning|or)\b/i.test(text);
  return isUpdate && value ? `AND ${column} < ${value}` : undefined;
}
