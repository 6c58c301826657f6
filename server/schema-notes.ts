import type { Finding, Site } from "../analyzer/trace.js";
import type { CheckResult } from "../rules/session.js";
import { plural } from "./describe.js";

/** What a place in the schema means for the findings that come from it. */
export interface SchemaNote {
  readonly site: Site;
  readonly message: string;
  readonly findings: readonly Finding[];
}

/**
 * Findings told where their table is declared: the constraint that does not hold, or the table that has none. Schema and
 * code are often reviewed by different people.
 */
export function schemaNotes({ findings, tableOf }: Pick<CheckResult, "findings" | "tableOf">): readonly SchemaNote[] {
  const lacks = new Map<string, { readonly lack: Lack; readonly findings: Finding[] }>();
  for (const finding of findings)
    for (const lack of lacksOf(finding, tableOf)) {
      const key = `${lack.site.file}:${lack.site.start}:${lack.what}`;
      const known = lacks.get(key) ?? { lack, findings: [] };
      known.findings.push(finding);
      lacks.set(key, known);
    }
  return [...lacks.values()].map(({ lack, findings: all }) => {
    const entries = [...new Set(all.map(({ entry }) => entry.name))];
    return { site: lack.site, message: `${lack.what}: ${dependants(entries)}`, findings: all };
  });
}

interface Lack {
  readonly site: Site;
  /** A sentence without its end. */
  readonly what: string;
}

function lacksOf({ rule, effect }: Finding, tableOf: CheckResult["tableOf"]): readonly Lack[] {
  const fallen = effect.shortfalls.filter(({ kind }) => kind === "unique-constraint");
  if (fallen.length > 0) return fallen.map(({ site, why }) => ({ site, what: capital(why) }));
  if (effect.kind !== "insert" || !missesConstraint.has(rule)) return [];
  const table = tableOf?.(effect.target);
  if (!table) return [];
  const by = effect.checks.find(({ kind }) => kind === "absence")?.by ?? [];
  const what =
    by.length > 0
      ? `${table.name}(${by.join(", ")}) is not unique`
      : `Nothing unique stops a second row of ${table.name}`;
  return [{ site: table.site, what }];
}

/** Rules that ask for a constraint. */
const missesConstraint: ReadonlySet<string> = new Set(["unguarded-insert", "check-then-act"]);

function dependants(entries: readonly string[]): string {
  const many = entries.length > 1;
  const verb = many ? "insert one each time they run" : "inserts one each time it runs";
  return `${counted(entries.length)} ${verb} (${entries.join(", ")}).`;
}

function counted(count: number): string {
  const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
  const word = words[count];
  return word === undefined ? plural(count, "entry point") : plural(count, "entry point").replace(/^\d+/, word);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
