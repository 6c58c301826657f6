import type { ts } from "ts-morph";
import type { Finding } from "../../analyzer/trace.js";
import type { Rule } from "../rule.js";
import type { Problem, RuleSettings } from "../session.js";
import { isOver, readSuppressions, type Suppression, type Suppressions } from "./suppressions.js";

/** A finding that a comment switches off. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly suppression: Suppression;
}

/** The comments of files, kept while the files are the same objects. */
export type SuppressionMemory = WeakMap<ts.SourceFile, Suppressions>;

/** Takes out what comments switch off, and tells of comments that are wrong, over, or switch nothing off. */
export function suppress(
  all: readonly Finding[],
  sources: readonly ts.SourceFile[],
  rules: readonly Rule[],
  settings: RuleSettings,
  memory: SuppressionMemory,
): {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly Problem[];
} {
  const today = settings.today ?? new Date().toISOString().slice(0, 10);
  const known = new Set(rules.map((rule) => rule.id));
  const byFile = new Map(sources.map((source) => [source.fileName, commentsOf(source, known, memory)]));
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of all) {
    const suppression = byFile.get(finding.site.file)?.covering(finding, today);
    if (suppression) suppressed.push({ finding, suppression });
    else findings.push(finding);
  }
  const speaking = rules.filter((rule) => speaks(rule, settings)).map((rule) => rule.id);
  return {
    findings,
    suppressed,
    problems: [...byFile.values()].flatMap(({ problems, all }) => [
      ...problems,
      ...all.flatMap((suppression) => idle(suppression, suppressed, speaking, today)),
    ]),
  };
}

function commentsOf(source: ts.SourceFile, known: ReadonlySet<string>, memory: SuppressionMemory): Suppressions {
  const read = memory.get(source) ?? readSuppressions(source, known);
  memory.set(source, read);
  return read;
}

/** A rule that the settings leave out finds nothing, which says nothing about the comment. */
function speaks(rule: Rule, { preset, rules }: RuleSettings): boolean {
  const chosen = rules?.[rule.id];
  return chosen === undefined ? preset === "strict" || rule.recommended : chosen !== "off";
}

function idle(
  suppression: Suppression,
  suppressed: readonly SuppressedFinding[],
  speaking: readonly string[],
  today: string,
): Problem[] {
  const { file, line, rules, reason, until } = suppression;
  if (isOver(suppression, today))
    return [
      {
        file,
        idleSuppression: true,
        message: `Line ${line}: the comment switched ${rules.join(", ")} off until ${until ?? ""} (${reason}). That day is over: close the gap, or set another day.`,
      },
    ];
  const used = new Set(suppressed.filter((one) => one.suppression === suppression).map(({ finding }) => finding.rule));
  const unused = rules.filter((rule) => speaking.includes(rule) && !used.has(rule));
  if (unused.length === 0) return [];
  return [
    {
      file,
      idleSuppression: true,
      message: `Line ${line}: the comment switches ${unused.join(", ")} off, which finds nothing there. Remove it.`,
    },
  ];
}
