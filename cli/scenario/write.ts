import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Effect, Site, Trace } from "../../analyzer/trace.js";
import { openSession } from "../../rules/session.js";
import { exit, type Host } from "../host.js";
import { suggestion } from "../nearest.js";
import { factsOf } from "./facts.js";
import { isMessage, renderScenario, type Call } from "./render.js";
import { renderSetup, setupFor } from "./setup.js";
import { branchAt, functionAround, functionsOf, parse, pathsBelow, type Branch, type NamedFunction } from "./source.js";

/** `idemlint verify --new <file>:<function or line>`: writes a scenario from what the analyzer knows; the answer is the exit code. */
export function writeScenario(asked: string, out: string | undefined, host: Host): number {
  const planned = plan(asked, out, host.cwd);
  if (!planned.ok) {
    host.err.write(`idemlint: ${planned.message}\n`);
    return exit.usage;
  }
  for (const { file, text } of planned.files) {
    writeFileSync(file, text);
    host.out.write(`${relative(host.cwd, file)} was written.\n`);
  }
  const [scenario] = planned.files;
  host.out.write(`Run it: idemlint verify ${scenario ? relative(host.cwd, scenario.file) : ""}\n`);
  return exit.clean;
}

interface Refused {
  readonly ok: false;
  readonly message: string;
}
type Planned =
  { readonly ok: true; readonly files: readonly { readonly file: string; readonly text: string }[] } | Refused;

const refuse = (message: string): Refused => ({ ok: false, message });

function plan(asked: string, out: string | undefined, cwd: string): Planned {
  const located = locate(asked, cwd);
  if (!located.ok) return located;
  const { file, trace, effects, branch } = located;
  const setup = setupFor(dirname(file));
  const name = `${trace.entry.name} ${branch?.value ?? ""}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const ending = setup.file.endsWith(".mts") ? "mts" : "ts";
  const target = resolve(cwd, out ?? join(dirname(setup.file), `${name.replaceAll(/^-|-$/g, "")}.idemlint.${ending}`));
  if (existsSync(target)) return refuse(`${relative(cwd, target)} is there already: name another file with --out.`);
  const importOf = (to: string): string => {
    const steps = relative(dirname(target), to)
      .replaceAll("\\", "/")
      .replace(/\.(m?)ts$/, ".$1js");
    return steps.startsWith(".") ? steps : `./${steps}`;
  };
  const call = callFor(located, importOf(file));
  if (call === undefined)
    return refuse(`${asked} is not exported, and nothing exported there leads to it: a scenario could not call it.`);
  const facts = factsOf(trace, effects, located.traces, located.isTable);
  const shared = { entry: trace.entry, asked, call, facts, setup: importOf(setup.file) };
  const text = renderScenario({ ...shared, ...(branch ? { branch } : {}) });
  const made = setup.exists ? [] : [{ file: setup.file, text: renderSetup(dirname(setup.file), hostsOf(effects)) }];
  return { ok: true, files: [{ file: target, text }, ...made] };
}

/** A function, and the entry point that runs it. */
interface Located {
  readonly ok: true;
  readonly file: string;
  readonly source: ReturnType<typeof parse>;
  readonly functions: readonly NamedFunction[];
  readonly named: NamedFunction;
  readonly trace: Trace;
  readonly traces: readonly Trace[];
  /** Those that come about inside of the function. */
  readonly effects: readonly Effect[];
  readonly branch?: Branch;
  readonly isTable: (target: string) => boolean;
}

function locate(asked: string, cwd: string): Located | Refused {
  // A line may be copied with its column, as findings name places.
  const [, path = "", name = ""] = /^(.+?):([\w$]+)(?::\d+)?$/.exec(asked) ?? [];
  if (name === "")
    return refuse(
      `--new ${asked} is not of the form <file>:<function> or <file>:<line>: src/orders.ts:createOrder, src/orders.ts:12.`,
    );
  const file = resolve(cwd, path).replaceAll("\\", "/");
  if (!existsSync(file)) return refuse(`there is no file ${path}.`);
  const source = sourceOf(file);
  const functions = functionsOf(source);
  const byLine = /^\d+$/.test(name);
  const named = byLine ? functionAround(source, Number(name)) : functions.find((one) => one.name === name);
  if (!named && byLine) return refuse(`no function stands around line ${name} of ${path}.`);
  if (!named)
    return refuse(
      `${path} has no function ${name}.${suggestion(
        name,
        functions.map((one) => one.name),
      )} One without a name is named by its line: ${path}:12.`,
    );
  const opened = openSession({ cwd, paths: [dirname(setupFor(dirname(file)).file)] });
  if (!opened.ok) return refuse(opened.problem.message);
  const { traces, tableOf } = opened.session.check({ preset: "recommended" });
  const reached = traces
    .map((trace) => ({ trace, inside: effectsIn(trace, file, named) }))
    .find(({ trace, inside }) => inside.length > 0 || isWithin(trace.entry.handler, file, named));
  if (!reached)
    return refuse(
      `no entry point is known to run ${byLine ? `line ${name} of` : `${name} in`} ${path}: idemlint check --stats tells what was walked.`,
    );
  const effects = reached.inside.length > 0 ? reached.inside : reached.trace.effects;
  const steps = effects.flatMap(({ path: steps }) => steps.map(({ site }) => site));
  const branch = steps.map((site) => branchAt(sourceOf(site.file), site.start)).find((found) => found !== undefined);
  const isTable = (target: string): boolean => tableOf?.(target) !== undefined;
  return {
    ok: true,
    file,
    source,
    functions,
    named,
    trace: reached.trace,
    traces,
    effects,
    ...(branch ? { branch } : {}),
    isTable,
  };
}

function sourceOf(file: string): ReturnType<typeof parse> {
  return parse(file, readFileSync(file, "utf8"));
}

function effectsIn(trace: Trace, file: string, named: NamedFunction): readonly Effect[] {
  return trace.effects.filter(({ site, path }) =>
    [site, ...path.map((step) => step.site)].some((at) => isWithin(at, file, named)),
  );
}

function isWithin(at: Site, file: string, { start, end }: NamedFunction): boolean {
  return at.file === file && at.start >= start && at.end <= end;
}

/** Hosts that the effects call: by their address, or through the SDK that the harness has a stand-in for. */
function hostsOf(effects: readonly Effect[]): readonly string[] {
  return [
    ...new Set(effects.flatMap(({ library, name }) => (library === "Stripe" ? "api.stripe.com" : addressIn(name)))),
  ];
}

/** A call over HTTP is named by its method and address; `UPDATE shop.orders` is none. */
function addressIn(name: string): readonly string[] {
  const [, host] = /^(?:GET|POST|PUT|PATCH|DELETE) ([\w-]+(?:\.[\w-]+)+)(?=\/|$)/.exec(name) ?? [];
  return host === undefined ? [] : [host];
}

const EVENT_OBJECT = /^\w+\.data\.object/;

function callFor(
  { trace: { entry, effects }, named, functions, source, branch }: Located,
  from: string,
): Call | undefined {
  const [, method, path] = /^(GET|POST|PUT|PATCH|DELETE) (\/\S*)$/.exec(entry.name) ?? [];
  if (method !== undefined && path !== undefined) {
    const read = effects.flatMap(({ where, values }) => [...Object.values(where), ...Object.values(values)]);
    const signed = read.some(({ sources }) => sources.some(({ what }) => what.includes("webhooks.constructEvent")));
    if (!signed) return { kind: "http", method, path };
    const fields = [
      ...pathsBelow(source, named.start, named.end, EVENT_OBJECT),
      ...(branch ? pathsBelow(branch.source, branch.start, branch.end, EVENT_OBJECT) : []),
    ];
    return { kind: "stripe", path, fields: [...new Set(fields)] };
  }
  const message = entry.kind === "lambda" ? "sqs" : entry.kind === "queue" ? "job" : "none";
  const callers = functions.filter((one) => one.exported && one.parameters.length > 0);
  const leading = named.exported ? named : callers.find((one) => message === "none" || one.parameters.some(isMessage));
  return leading && { kind: "function", named: leading, from, message };
}
