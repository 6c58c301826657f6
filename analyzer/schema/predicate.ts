/**
 * Whether a row with these constants lies outside of a partial index: one of the conditions that the predicate joins by
 * AND compares a column with another constant. Anything else that it may say decides nothing here.
 */
export function excludes(predicate: string, constantOf: (column: string) => string | undefined): boolean {
  if (/\b(or|not\s*\(|case)\b/i.test(predicate)) return false;
  return predicate.split(/\band\b/i).some((part) => {
    const [, column = "", operator = "", operand = ""] = CONDITION.exec(bare(part)) ?? [];
    const written = column === "" ? undefined : constantOf(column);
    if (written === undefined) return false;
    const same = constants(operand).includes(plain(written));
    return /^(=|in|is)$/i.test(operator) ? !same : same;
  });
}

/** `state = 'done'`, `state IN ('done', 'sent')`, `"active" IS NOT TRUE`, `(state)::text <> 'open'::text`. */
const CONDITION =
  /^\(*["`]?(\w+)["`]?\)?(?:::[\w ]+)?\s*(=|<>|!=|\bnot\s+in\b|\bin\b|\bis\s+not\b|\bis\b)\s*(\(?(?:'[^']*'|-?\d+|true|false|null)(?:::[\w ]+)?(?:\s*,\s*(?:'[^']*'|-?\d+)(?:::[\w ]+)?)*\)?)$/i;

/** Without the parentheses that nothing inside opens or closes. */
function bare(text: string): string {
  const trimmed = text.trim();
  const opens = trimmed.split("(").length - trimmed.split(")").length;
  if (opens > 0 && trimmed.startsWith("(")) return bare(trimmed.slice(1));
  if (opens < 0 && trimmed.endsWith(")")) return bare(trimmed.slice(0, -1));
  if (opens === 0 && /^\([^()]*\)$/.test(trimmed)) return bare(trimmed.slice(1, -1));
  return trimmed;
}

function constants(operand: string): readonly string[] {
  return operand
    .replace(/^\(|\)$/g, "")
    .split(",")
    .map(plain);
}

function plain(text: string): string {
  return text
    .trim()
    .replace(/::[\w ]+$/, "")
    .replace(/^['"`]|['"`]$/g, "")
    .toLowerCase();
}
