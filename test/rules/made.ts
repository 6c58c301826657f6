import { ts } from "ts-morph";
import { plainEffect } from "../../analyzer/interpreter/effects/plain.js";
import type { SchemaIndex } from "../../analyzer/schema/unique.js";
import type { Effect, EntryPoint, Provenance, ProvenanceKind, Site, Trace } from "../../analyzer/trace.js";
import type { JudgedProject } from "../../rules/judging/judge.js";

const NO_SCHEMA: SchemaIndex = {
  table: () => undefined,
  tables: [],
  routines: () => [],
  text: () => undefined,
  files: [],
  problems: [],
};

/** A project of texts, for traces made by hand. */
export function project(files: Readonly<Record<string, string>>): JudgedProject {
  const sources = new Map(
    Object.entries(files).map(([file, text]) => [file, ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true)]),
  );
  return {
    root: "/app",
    schema: NO_SCHEMA,
    text: (file) => files[file],
    source: (file) => sources.get(file),
    sources: () => [...sources.values()],
    resolve: () => undefined,
  };
}

/** The place of the n-th occurrence of a piece of text. */
export function siteOf(from: JudgedProject, file: string, piece: string, nth = 0): Site {
  const text = from.text(file) ?? "";
  let start = -1;
  for (let count = 0; count <= nth; count++) start = text.indexOf(piece, start + 1);
  if (start < 0) throw new RangeError(`${file} does not contain ${piece}`);
  const end = start + piece.length;
  const source = from.source(file);
  const at = (position: number) => source?.getLineAndCharacterOfPosition(position) ?? { line: 0, character: 0 };
  return {
    file,
    start,
    end,
    line: at(start).line + 1,
    column: at(start).character + 1,
    endLine: at(end).line + 1,
    endColumn: at(end).character + 1,
  };
}

/** A value that is made of one thing. */
export function made(kind: ProvenanceKind, what: string, site: Site): Provenance {
  return { sources: [{ kind, what, site }], through: [] };
}

/** An effect with nothing special about it. */
export function effect(site: Site, over: Partial<Effect> = {}): Effect {
  return {
    site,
    sink: site,
    kind: "call",
    library: "Stripe",
    name: "stripe.charges.create",
    target: "charges",
    risk: "critical",
    riskReason: "the Stripe model",
    ...plainEffect,
    confidence: "likely",
    ...over,
  };
}

/** A queue's consumer, unless told otherwise. */
export function entry(site: Site, over: Partial<EntryPoint> = {}): EntryPoint {
  return {
    site,
    handler: site,
    kind: "queue",
    delivery: "redelivered",
    name: "queue orders",
    library: "BullMQ",
    repeatedBy: "BullMQ runs a stalled or failed job again",
    identities: [{ what: "the job's id", expression: "job.id" }],
    renewed: [],
    safe: false,
    ...over,
  };
}

/** One entry point and what it does. */
export function trace(from: EntryPoint, ...effects: readonly Effect[]): Trace {
  return {
    entry: from,
    effects,
    files: [...new Set([from.site, ...effects.map(({ site }) => site)].map(({ file }) => file))],
  };
}
