import type { Column } from "./unique.js";

/** What a default of this SQL text makes: a sequence, a random id, the clock, or the same value each time. */
export function generatedBy(expression: string): Column["generated"] {
  const text = expression.trim();
  if (/^\(?\s*null\b/i.test(text) || text === "") return undefined;
  if (SEQUENCE.test(text)) return "sequence";
  if (RANDOM.test(text)) return "random";
  if (CLOCK.test(text)) return "clock";
  return "constant";
}

const SEQUENCE = /\b(?:nextval|autoincrement|sequence|next\s+value\s+for|unique_rowid)\b/i;
const RANDOM =
  /uuid|\bnewid\b|newsequentialid|\brandom|\brand\s*\(|gen_random|\b(?:cuid2?|nanoid|ulid|ksuid|xid|objectid)\b/i;
const CLOCK =
  /\b(?:now|current_timestamp|current_date|current_time|clock_timestamp|statement_timestamp|transaction_timestamp|localtimestamp|localtime|getdate|getutcdate|sysdatetime|sysutcdatetime|sysdate|unix_timestamp|utc_timestamp|unixepoch|strftime|julianday|datetime|curdate)\b/i;
