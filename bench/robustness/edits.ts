import { readFileSync } from "node:fs";
import fc from "fast-check";
import { openSession, type CheckResult, type Session } from "../../rules/session.js";

/** One edit of one file, as positions between 0 and 1, so that it fits a text of any length. */
export type Edit =
  | { readonly kind: "delete"; readonly file: number; readonly from: number; readonly length: number }
  | { readonly kind: "type"; readonly file: number; readonly at: number; readonly text: string }
  | { readonly kind: "swap"; readonly file: number; readonly with: number }
  | { readonly kind: "restore"; readonly file: number };

/** What people leave behind while they type: half a statement, an open bracket, a keyword, a whole call. */
const TYPED = [
  "const ",
  "await ",
  "if (",
  "}",
  "{",
  ");",
  "=> ",
  "`${",
  "// ",
  "/* ",
  'import { x } from "',
  "return;",
  "class A extends ",
  "@",
  "<",
  "await prisma.order.create({ data: { id } });",
  "await fetch(url, { method: 'POST' });",
  "for (const x of ",
  "try {",
  "??",
  "...",
  "async function* ",
] as const;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const file = fc.nat(9_999);

/** Random edits: deletions, half-typed code, files in each other's place, and the way back. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("delete"), file, from: place, length: fc.nat(80) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("type"), file, at: place, text: fc.constantFrom(...TYPED) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("swap"), file, with: file }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("restore"), file }) },
);

/** A project under edit: what its files say now, and a session that was told of each change. */
export interface Desk {
  readonly session: Session;
  /** The files that are no longer as they are on disk. */
  readonly texts: ReadonlyMap<string, string>;
  apply(edit: Edit): void;
}

/** Opens a folder and edits the files given. */
export function openDesk(folder: string, files: readonly string[]): Desk {
  const session = open(folder);
  const texts = new Map<string, string>();
  const original = new Map(files.map((one) => [one, readFileSync(one, "utf8")]));
  const nth = (index: number): string => files[index % files.length] ?? "";
  const now = (one: string): string => texts.get(one) ?? original.get(one) ?? "";
  const put = (one: string, text: string): void => {
    if (text === original.get(one)) texts.delete(one);
    else texts.set(one, text);
    session.setText(one, texts.get(one));
  };
  return {
    session,
    texts,
    apply(change) {
      const at = nth(change.file);
      const text = now(at);
      switch (change.kind) {
        case "delete": {
          const from = Math.floor(change.from * text.length);
          put(at, text.slice(0, from) + text.slice(from + change.length));
          return;
        }
        case "type": {
          const position = Math.floor(change.at * text.length);
          put(at, text.slice(0, position) + change.text + text.slice(position));
          return;
        }
        case "swap": {
          const other = nth(change.with);
          const otherText = now(other);
          put(other, text);
          put(at, otherText);
          return;
        }
        case "restore":
          put(at, original.get(at) ?? "");
      }
    },
  };
}

/** A fresh session that is given the texts at once. */
export function startCold(folder: string, texts: ReadonlyMap<string, string>): Session {
  const session = open(folder);
  for (const [one, text] of texts) session.setText(one, text);
  return session;
}

/** What must be the same however a project came to be as it is; one line each. */
export function essence(result: CheckResult): string[] {
  return [
    ...result.findings.map(
      ({ rule, severity, site, message, path, fixes }) =>
        `${severity} ${rule} ${site.file}:${site.line}:${site.column} ${message} [${path.map((step) => `${step.site.line} ${step.what}`).join(" > ")}] ${fixes.map((fix) => fix.title).join("; ")}`,
    ),
    ...result.problems.map(({ message }) => `problem ${message}`),
    `entry points ${result.stats.entryPoints}, effects ${result.stats.effects}`,
  ].sort();
}

function open(folder: string): Session {
  const opened = openSession({ cwd: folder, paths: [folder] });
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.session;
}
