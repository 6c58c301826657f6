import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { openSession } from "../../rules/session.js";
import { mutationsIn } from "../mutants/code.js";
import { movesIn } from "../mutants/move.js";
import { mutated, type Mutation } from "../mutants/mutation.js";
import { schemaMutations } from "../mutants/schema.js";
import { verdictOn } from "../mutants/verdict.js";
import { innermostAt, withProbes } from "./probes.js";
import type { RightHandlers, Told } from "./right-handlers.js";

/** What became of a mutant when it was run. */
export type Outcome =
  /** A run shows the fault. */
  | { readonly kind: "shown"; readonly by: Told }
  /** It does not do its work once any more. */
  | { readonly kind: "broken"; readonly by: Told }
  /** Another guard does the same, in the analyzer's judgement. */
  | { readonly kind: "equivalent"; readonly why: string }
  | { readonly kind: "survived"; readonly by: Told };

/** A mutant that some scenario runs. */
export interface Mutant {
  readonly mutation: Mutation;
  readonly scenarios: readonly string[];
}

/**
 * Every way in which one guard of right handlers can be taken away, as far as a scenario comes by. A run with probes tells which code a
 * scenario passes; a unique set is its business when it writes the table.
 */
export async function mutantsOf(handlers: RightHandlers): Promise<readonly Mutant[]> {
  const mutations = handlers.files.flatMap(mutationsOf);
  const scenarios = new Map<Mutation, string[]>();
  const onLoad = new Set(mutations.filter(runsOnLoad));
  const restore = putProbes(handlers, mutations);
  try {
    for (const scenario of handlers.scenarios) {
      const { told, passed } = await reachedBy(handlers, scenario);
      if (told.verdict !== "refuted")
        throw new Error(`${handlers.name}, ${scenario} is ${told.verdict} before any change: ${told.reason}`);
      mutations.forEach((mutation, id) => {
        const isReached = isSchema(mutation)
          ? writesTable(told, mutation)
          : passed.has(id) && (!onLoad.has(mutation) || told.sites.some(({ file }) => file === mutation.file));
        if (isReached) scenarios.set(mutation, [...(scenarios.get(mutation) ?? []), scenario]);
      });
    }
  } finally {
    restore();
  }
  return [...scenarios].map(([mutation, names]) => ({ mutation, scenarios: names }));
}

/** Runs one mutant under its scenarios until one of them shows it. */
export async function outcomeOf(handlers: RightHandlers, { mutation, scenarios }: Mutant): Promise<Outcome> {
  const text = readFileSync(mutation.file, "utf8");
  const told: Told[] = [];
  writeFileSync(mutation.file, mutated(text, mutation));
  try {
    for (const scenario of scenarios) {
      const by = await handlers.verify(scenario);
      if (isShown(by)) return { kind: "shown", by };
      told.push(by);
    }
  } finally {
    writeFileSync(mutation.file, text);
  }
  const standing = told.find((by) => !isBroken(by));
  if (!standing) return { kind: "broken", by: told[0] ?? { scenario: "", verdict: "", reason: "", sites: [] } };
  const judged = judgedStatically(handlers, mutation);
  return judged.kind === "equivalent" ? judged : { kind: "survived", by: standing };
}

/** A second intent that is swallowed is shown by the control that fails, as in `npm run proofs`. */
function isShown({ verdict, reason }: Told): boolean {
  return verdict === "confirmed" || verdict === "wedged" || reason.startsWith("another key had no second effect");
}

function isBroken({ verdict, reason }: Told): boolean {
  return verdict === "failed" || verdict === "not-reached" || /^(a clean attempt failed|nothing was kept)/.test(reason);
}

function judgedStatically({ folder }: RightHandlers, mutation: Mutation): ReturnType<typeof verdictOn> {
  const opened = openSession({ cwd: folder, paths: [folder] });
  if (!opened.ok) throw new Error(opened.problem.message);
  const before = opened.session.check({ preset: "strict" });
  opened.session.setText(mutation.file, mutated(readFileSync(mutation.file, "utf8"), mutation));
  return verdictOn(before, opened.session.check({ preset: "strict" }), isSchema(mutation));
}

function mutationsOf(file: string): readonly Mutation[] {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".sql")) return schemaMutations(file, text);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  return [...mutationsIn(source, () => true), ...movesIn(source)].filter((mutation) => parses(mutated(text, mutation)));
}

function parses(text: string): boolean {
  return (ts.transpileModule(text, { reportDiagnostics: true }).diagnostics ?? []).length === 0;
}

function isSchema({ file }: Mutation): boolean {
  return file.endsWith(".sql");
}

/** The table that a mutation of a schema is about, among those that the scenario writes. */
function writesTable({ sites }: Told, { file, start, end }: Mutation): boolean {
  const text = readFileSync(file, "utf8");
  const statement = text.slice(text.lastIndexOf(";", start) + 1, end);
  const table = /(?:CREATE TABLE|\bON)\s+(?:IF NOT EXISTS\s+)?"?(\w+)/i.exec(statement)?.[1];
  return table !== undefined && sites.some(({ target }) => target.split(/\W+/).includes(table));
}

/** A module runs whole when it is loaded: what stands outside of its functions is for those who have effects there. */
function runsOnLoad({ file, start }: Mutation): boolean {
  if (file.endsWith(".sql")) return false;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext, true);
  return !isInFunction(innermostAt(source, start));
}

function isInFunction(node: ts.Node): boolean {
  return !ts.isSourceFile(node) && (ts.isFunctionLike(node) || isInFunction(node.parent));
}

function putProbes({ files }: RightHandlers, mutations: readonly Mutation[]): () => void {
  const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
  for (const [file, text] of texts) {
    const probes = mutations.flatMap((mutation, id) => (mutation.file === file ? [{ id, start: mutation.start }] : []));
    if (probes.length > 0 && !file.endsWith(".sql")) writeFileSync(file, withProbes(file, text, probes));
  }
  return () => texts.forEach((text, file) => writeFileSync(file, text));
}

async function reachedBy(
  handlers: RightHandlers,
  scenario: string,
): Promise<{ readonly told: Told; readonly passed: ReadonlySet<number> }> {
  const folder = mkdtempSync(join(tmpdir(), "idemlint-reached-"));
  const file = join(folder, "passed");
  try {
    const preload = `--import ${pathToFileURL(join(import.meta.dirname, "reached.mjs")).href}`;
    const told = await handlers.verify(scenario, { NODE_OPTIONS: preload, REACHED_FILE: file });
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return { told, passed: new Set(lines.filter((line) => line !== "").map(Number)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
