import { siteKey } from "../sites.js";
import type { Check, Effect } from "../trace.js";

/** Decides on the row locks of a whole trace: which of them were held between a read and what came after it. */
export function heldLocks(effects: readonly Effect[]): (check: Check) => Check {
  const reads = effects.filter(({ kind }) => kind === "read");
  const inside = new Set(reads.flatMap(({ transaction, sink }) => (transaction ? [siteKey(sink)] : [])));
  const outside = new Set(reads.map(({ sink }) => siteKey(sink)).filter((at) => !inside.has(at)));
  return (check) => {
    if (typeof check.locked === "boolean") return check;
    const own = check.kind === "absence" ? missedBy(check, reads) : undefined;
    const held = check.locked.filter(({ sink, passedIn }) => sink !== own && (passedIn || !outside.has(sink)));
    return { ...check, locked: held.length > 0 };
  };
}

/** A row that is not there cannot be locked, but for MySQL, which locks its place. */
function missedBy(check: Check, reads: readonly Effect[]): string | undefined {
  const read = reads.find(({ site }) => siteKey(site) === siteKey(check.read));
  return read && POSTGRES.test(read.library) ? siteKey(read.sink) : undefined;
}

const POSTGRES = /^(node-postgres|postgres\.js|pglite|neon|vercel postgres|slonik|pg-promise)$/i;
