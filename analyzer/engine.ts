import type { ts } from "ts-morph";
import type { Candidate } from "./entry-points/candidate.js";
import { clientsIn, mutates } from "./entry-points/clients.js";
import { declaredIn, declaredModels } from "./entry-points/declared.js";
import { createTemplates, deployedIn, mayDeploy } from "./entry-points/deployed.js";
import { createSchedules } from "./entry-points/deployed/vercel.js";
import { createOwnRegistrars } from "./entry-points/own-registrars.js";
import { registeredIn } from "./entry-points/registered.js";
import { registeringCalls } from "./entry-points/registering-calls.js";
import { placed } from "./entry-points/placed.js";
import { loopsIn } from "./entry-points/loops.js";
import { createUsedLibraries } from "./entry-points/used-libraries.js";
import { scriptsIn } from "./entry-points/scripts.js";
import { dispatched } from "./entry-points/dispatched.js";
import { walkEntry } from "./entry-points/walk.js";
import { mutationDefaults } from "./entry-points/mutation-defaults.js";
import { fingerprint } from "./interpreter/values/fingerprint.js";
import { createInterpreter, type Purpose } from "./interpreter/walk/interpreter.js";
import { namesOf } from "./interpreter/world/modules.js";
import type { OnCall, OpaqueCalls } from "./interpreter/walk/machine.js";
import type { OwnModel } from "./interpreter/world/marks.js";
import { tagsOf } from "./interpreter/world/tags.js";
import { createWorld } from "./interpreter/world/world.js";
import { libraries as shipped } from "./models/index.js";
import { indexLibraries } from "./models/patterns.js";
import type { LibraryModel } from "./models/model.js";
import type { Project } from "./project.js";
import type { OwnRisk } from "./risk.js";
import type { SchemaIndex } from "./schema/unique.js";
import { siteKey } from "./sites.js";
import type { Retry, Stats, Trace } from "./trace.js";

/** What the analyzer found. */
export interface Analysis {
  readonly traces: readonly Trace[];
  readonly stats: Stats;
  /** Calls of functions that could not be seen, by name. */
  readonly opaque: ReadonlyMap<string, OpaqueCalls>;
  /** How many of them each entry point makes. */
  readonly opaqueIn: ReadonlyMap<Trace, number>;
  /** What could not be followed, one sentence each. */
  readonly problems: readonly { readonly message: string; readonly file: string }[];
}

/** Walks a project's entry points and keeps what it learnt until a file changes. */
export interface Analyzer {
  analyze(): Analysis;
  /** Source files were changed, created or deleted. */
  touch(...files: readonly string[]): void;
  /** What the user says of functions that are not there. */
  missing(): readonly OwnModel[];
}

export interface AnalyzerInputs {
  readonly project: Project;
  schema(): SchemaIndex;
  /** The libraries that are known; the shipped ones when left out. */
  readonly models?: readonly LibraryModel[];
  /** What the user says of the project's own functions. */
  readonly own?: readonly OwnModel[];
  readonly ownRisk?: OwnRisk;
  readonly onCall?: OnCall | undefined;
  /** Which entry points to walk, by their names; all when left out. */
  readonly share?: ((name: string) => boolean) | undefined;
}

/** An analyzer over a project. */
export function createAnalyzer(inputs: AnalyzerInputs): Analyzer {
  const { project } = inputs;
  const own = inputs.own ?? [];
  const libraries = indexLibraries(inputs.models ?? shipped, new Set(own.map((model) => model.library)));
  const { ownRisk = () => undefined, onCall } = inputs;
  const world = createWorld(project, libraries, () => inputs.schema(), { ownRisk, onCall });
  const interpreter = createInterpreter(world, own);
  const templates = createTemplates(interpreter.machine);
  const schedules = createSchedules(interpreter.machine);
  const declared = declaredModels(libraries);
  const usedLibraries = createUsedLibraries(
    // A queue that another package of the workspace makes may come in too.
    { files: () => [...project.files(), ...project.beyond()], text: (file) => project.text(file) },
    libraries,
  );
  const registrars = createOwnRegistrars();
  let calls = registeringCalls(libraries);
  const found = new Map<string, readonly Candidate[]>();
  const walked = new Map<Candidate, { readonly trace: Trace; readonly opaque: number; readonly place: string }>();
  let schema: SchemaIndex | undefined;
  let repeats: Retry | undefined;

  const problems = new Map<string, { readonly message: string; readonly file: string }>();

  /** Our own fault must not take the rest of the check with it: it is told, and the check goes on. */
  const guarded = <T>(what: string, file: string, run: () => T, purpose: Purpose = "find"): T | undefined => {
    interpreter.refill(purpose);
    try {
      return run();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.set(`${file} ${what}`, {
        file,
        message: `${what} could not be followed (${reason}): what it does is not known. Please report this.`,
      });
      return undefined;
    }
  };

  const candidatesOf = (file: string): readonly Candidate[] => {
    const known = found.get(file);
    if (known) return known;
    const source = project.source(file);
    const made = source
      ? [
          ...(guarded("The code that registers handlers", file, () =>
            registeredIn(source, interpreter.machine, calls),
          ) ?? []),
          ...(guarded("The declarations of handlers", file, () => declaredIn(source, interpreter.machine, declared)) ??
            []),
          ...(guarded("The handlers that are deployed", file, () => deployedIn(source, interpreter.machine)) ?? []),
          ...(guarded("The script that this file starts", file, () => scriptsIn(source, interpreter.machine)) ?? []),
          ...(guarded("The handlers of a page", file, () => clientsIn(source, interpreter.machine, repeats)) ?? []),
        ]
      : [];
    const loops =
      source && guarded("The loops that this file runs", file, () => loopsIn(source, interpreter.machine, made));
    const all = [...made, ...(loops ?? [])];
    found.set(file, all);
    return all;
  };

  /** The project's own functions that register handlers for their callers; a new one makes every file worth another look. */
  const findRegistering = (): void => {
    const made = registrars.calls(project.sources(), usedLibraries.current());
    if (made.pattern.source === calls.pattern.source) return;
    calls = made;
    found.clear();
    walked.clear();
    // What a function registers was looked for by other names.
    interpreter.forget(new Set(project.files()));
  };

  /** What React Query is told of all mutations, in whatever file: those that say nothing themselves are others then. */
  const findRepeats = (): void => {
    const now = mutationDefaults(project.sources());
    const place = (retry: Retry | undefined) => retry && `${siteKey(retry.site)} ${retry.what}`;
    const changed = place(now) === place(repeats) ? [] : project.sources().filter(mutates);
    for (const { fileName } of changed) {
      for (const candidate of found.get(fileName) ?? []) walked.delete(candidate);
      found.delete(fileName);
    }
    repeats = now;
  };

  const forget = (files: ReadonlySet<string>): void => {
    interpreter.forget(files);
    usedLibraries.forget(files);
    for (const [key, problem] of problems) if (files.has(problem.file)) problems.delete(key);
    for (const [candidate, { trace }] of walked)
      if (trace.files.some((file) => files.has(file))) walked.delete(candidate);
    for (const file of files) {
      for (const candidate of found.get(file) ?? []) walked.delete(candidate);
      found.delete(file);
      registrars.forget(file);
    }
  };

  /** Files that name handlers in these files without importing them, or that may name one in a file that is new. */
  const naming = (files: readonly string[], reached: ReadonlySet<string>): readonly string[] => {
    const added = files.filter((file) => !found.has(file)).map(baseName);
    const mayNameIt = (file: string): boolean => {
      const source = added.length > 0 ? project.source(file) : undefined;
      return source !== undefined && (mayDeploy(source) || added.some((name) => source.text.includes(name)));
    };
    return [...found].flatMap(([file, candidates]) => {
      const names = candidates.some((candidate) => reached.has(handlerOf(candidate).getSourceFile().fileName));
      return names || mayNameIt(file) ? [file] : [];
    });
  };

  return {
    analyze() {
      const began = performance.now();
      const current = inputs.schema();
      if (schema && schema !== current) forget(new Set(project.files()));
      schema = current;
      findRegistering();
      findRepeats();
      const named = guarded("The templates that name handlers", project.root, templates) ?? [];
      const all = schedules(unique([...project.files().flatMap(candidatesOf), ...named]));
      const candidates = inputs.share ? all.filter(({ name }) => inputs.share?.(name)) : all;
      if (interpreter.clientsChanged()) walked.clear();
      const walks = candidates.flatMap((candidate) => {
        const known = walked.get(candidate);
        const { key: place } = placed(candidate, interpreter.machine);
        if (known?.place === place) return [known];
        const file = candidate.node.getSourceFile().fileName;
        const made = guarded(candidate.name, file, () => walkEntry(candidate, interpreter.machine), "walk");
        if (made) walked.set(candidate, { ...made, place });
        return made ? [made] : [];
      });
      // Nothing is judged of a page but the keys that it sends, and what is sent again.
      const results = walks.filter(
        ({ trace }) => trace.entry.kind !== "client" || trace.effects.some(({ key, retry }) => key?.value ?? retry),
      );
      const told = results.map(({ trace, opaque }) => ({
        opaque,
        traces: dispatched(trace, (file) => project.source(file)),
      }));
      const traces = told.flatMap((result) => result.traces);
      const stats = statsOf(project, results, world.counts.unresolved, performance.now() - began);
      return {
        traces,
        stats,
        opaque: world.counts.opaque,
        opaqueIn: new Map(told.flatMap(({ traces: own, opaque }) => own.map((trace) => [trace, opaque] as const))),
        problems: [...problems.values(), ...project.sources().flatMap(tagProblems)],
      };
    },
    touch(...files) {
      // Who emits what a file listens to is not among the files that import it.
      const heard = files.flatMap((file) => interpreter.machine.listeners.heardIn(file));
      const reached = dependents(project, [...files, ...heard]);
      forget(new Set([...reached, ...naming(files, reached)]));
    },
    missing: () => interpreter.missing(),
  };
}

function tagProblems(source: ts.SourceFile): Analysis["problems"] {
  return tagsOf(source).problems.map(({ line, message }) => ({
    file: source.fileName,
    message: `${source.fileName}:${line}: ${message}`,
  }));
}

/**
 * A handler that two models recognise is one entry point: the first speaks. A handler that a function registers for its
 * callers is one for each of them that gives it something else to do.
 */
function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  const given = new Set(candidates.filter(({ through }) => through !== undefined).map(({ node }) => node));
  const deployed = new Set(candidates.filter((candidate) => candidate.deployed).map(handlerOf));
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    if (candidate.through === undefined && given.has(candidate.node)) return false;
    // What the infrastructure says of a handler says more than the type of its event.
    if (candidate.model.on === "type" && !candidate.deployed && deployed.has(handlerOf(candidate))) return false;
    const handler = candidate.handlers.at(-1);
    const at =
      handler?.kind === "function"
        ? candidate.through === undefined
          ? `${handler.env.file}:${handler.node.pos}`
          : fingerprint(handler)
        : `${candidate.node.getSourceFile().fileName}:${candidate.node.pos}`;
    const key = `${candidate.name} ${at}`;
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}

function handlerOf({ handlers, node }: Candidate): ts.Node {
  const handler = handlers.at(-1);
  return handler?.kind === "function" ? handler.node : node;
}

/** The files, and every file that imports one of them, directly or not. */
function dependents(project: Project, changed: readonly string[]): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const source of project.sources()) {
    for (const specifier of namesOf(source).imports) {
      // What it was before the change may have been the project's own: a client is generated in its place.
      const target = project.leadsTo(specifier, source.fileName);
      if (target === undefined) continue;
      const list = importers.get(target);
      if (list) list.push(source.fileName);
      else importers.set(target, [source.fileName]);
    }
  }
  const reached = new Set(changed);
  const queue = [...changed];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const importer of importers.get(next) ?? []) {
      if (reached.has(importer)) continue;
      reached.add(importer);
      queue.push(importer);
    }
  }
  return reached;
}

function statsOf(
  project: Project,
  results: readonly { readonly trace: Trace; readonly opaque: number }[],
  unresolved: number,
  durationMs: number,
): Stats {
  const effects = new Map<string, boolean>();
  for (const { trace } of results) {
    for (const effect of trace.effects)
      if (effect.kind !== "read")
        effects.set(siteKey(effect.sink), effect.guards.length > 0 || effects.get(siteKey(effect.sink)) === true);
  }
  return {
    files: project.files().length,
    // An application that is built twice registers its routes twice.
    entryPoints: new Set(results.map(({ trace: { entry } }) => `${entry.name} ${siteKey(entry.site)}`)).size,
    effects: effects.size,
    guarded: [...effects.values()].filter((guarded) => guarded).length,
    opaqueCalls: results.reduce((sum, result) => sum + result.opaque, 0),
    unresolvedTypes: unresolved,
    durationMs: Math.round(durationMs),
  };
}
