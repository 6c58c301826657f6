/** Where a finding stands, as `idemlint check --format json` prints it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly rule: string;
}

/** A commit that fixed a real gap, and where the gap stood before it. */
export interface FixCase {
  readonly id: string;
  readonly repo: string;
  readonly parent_commit: string;
  readonly fix_commit: string;
  readonly gap: string;
  readonly difficulty: string;
  readonly file: string;
  readonly line_start: number;
  readonly line_end: number;
}

/** A side effect in a real handler, labelled by hand. */
export interface Label {
  readonly repo: string;
  readonly commit: string;
  readonly file: string;
  readonly line: number;
  readonly effect_text: string;
  readonly label: "gap" | "safe" | "debatable";
  readonly why: string;
}

/** What the findings in labelled files amount to. */
export interface LabelScore {
  readonly right: readonly Judged[];
  readonly wrong: readonly Judged[];
  readonly debatable: readonly Judged[];
  readonly unlabelled: readonly Place[];
  readonly gaps: readonly Label[];
  readonly gapsFound: number;
}

interface Judged {
  readonly finding: Place;
  readonly label: Label;
}

/** People point at the call, at its first argument or at the statement: as many lines apart are still the same place. */
const TOLERANCE = 3;

/** The findings at the place of the gap. */
export function scoreFix({ file, line_start, line_end }: FixCase, findings: readonly Place[]): readonly Place[] {
  return findings.filter(
    (one) => one.file === file && one.line <= line_end + TOLERANCE && one.endLine >= line_start - TOLERANCE,
  );
}

/** Each finding in a labelled file, with the nearest label. */
export function scoreLabels(labels: readonly Label[], findings: readonly Place[]): LabelScore {
  const files = new Set(labels.map(({ file }) => file));
  const judged: Judged[] = [];
  const unlabelled: Place[] = [];
  for (const finding of findings.filter(({ file }) => files.has(file))) {
    const label = nearest(labels, finding);
    if (label === undefined) unlabelled.push(finding);
    else judged.push({ finding, label });
  }
  const as = (kind: Label["label"]): Judged[] => judged.filter(({ label }) => label.label === kind);
  const gaps = labels.filter(({ label }) => label === "gap");
  const right = as("gap");
  return {
    right,
    wrong: as("safe"),
    debatable: as("debatable"),
    unlabelled,
    gaps,
    gapsFound: new Set(right.map(({ label }) => label)).size,
  };
}

function nearest(labels: readonly Label[], { file, line }: Place): Label | undefined {
  const distance = (label: Label): number => Math.abs(label.line - line);
  const near = labels.filter((label) => label.file === file && distance(label) <= TOLERANCE);
  return near.sort((a, b) => distance(a) - distance(b))[0];
}
