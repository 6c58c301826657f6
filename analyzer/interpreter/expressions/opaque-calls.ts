import { ts } from "ts-morph";
import { join, nothing, sealed, withNull } from "../../provenance.js";
import type { Provenance, ProvenanceKind } from "../../trace.js";
import { mayRun } from "./calls.js";
import { CONFLICT } from "../walk/conditions.js";
import { describesValues, madeWith } from "./described.js";
import { madeAnew } from "./generators.js";
import type { Frame, Machine } from "../walk/machine.js";
import { countOpaque } from "./opaque.js";
import { noteComparison } from "../walk/uses.js";
import { object, provenanceOf, unknown, type UnknownValue, type Value } from "../values/value.js";
import { answeredBy } from "../values/queries.js";
import { isWhole, keepsWhole, readsBody } from "../values/whole.js";

/** A call of something that cannot be seen: functions that it is given may run, and its answer is made of what it was given. */
export function opaqueCall(
  callee: Value,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
  name: string,
  method?: string,
): Value {
  frame.output.opaque++;
  countOpaque(name.slice(0, 60), node, frame, machine);
  const fns = args.filter(isCallable);
  const data = args.filter((arg) => !isCallable(arg));
  if (COMPARES.test(name)) noteAll([...(method === undefined ? [] : [callee]), ...data], frame);
  const derived = describesValues(callee, node, method)
    ? nothing
    : answeredBy(data, derivedFrom(callee, data, node, method));
  const made = SEALS.test(method ?? name) ? sealed(derived) : derived;
  const error = args.some((arg) => arg.kind === "error");
  // A predicate about an error whose body cannot be seen: its name is all there is.
  if (error && /unique|duplicate|conflict|alreadyexists|constraint/i.test(name))
    return { ...unknown(), truth: CONFLICT };
  // While a module loads nothing runs yet: `export const POST = withAuth(handler)` makes a function of a function.
  const { loading, depth } = frame.context;
  const runs = depth > 0 && loading !== "values";
  const given = unknown(partOf(made));
  const run = runs ? fns.filter((fn) => isLookedInto(fn, frame)) : [];
  const returned = run.length > 0 ? mayRun(run, [given], node, frame, machine) : [];
  if (runs) runWritten(node, data, given, frame, machine);
  if (callee.result && method !== undefined && callee.kind !== "library") {
    const result = { ...callee.result, path: [...callee.result.path, method] };
    return { ...unknown(made), result };
  }
  const passed = method !== undefined && VALIDATES.test(method) ? passedOn(args[0], method, made) : undefined;
  if (passed) return passed;
  const whole =
    readsBody(callee, method, data) || (keepsWhole(method ?? name) && (data.some(isWhole) || isWhole(callee)));
  const value = unknown(made, { ...(fns.length > 0 ? { wraps: fns } : {}), ...(whole ? { whole } : {}) });
  return returned.length > 0 && !loading ? joinWrapped(value, returned) : value;
}

/**
 * A schema that cannot be seen checks a row or an object and gives it back (`orderSchema.parse({ ...row, note })`): what is
 * asked of its answer is asked of that, and each member is what it was. Members that it adds are made of all that it got.
 */
function passedOn(given: Value | undefined, method: string, made: Provenance): Value | undefined {
  const checked = given && checkedBy(given, made);
  if (!checked || !method.startsWith("safe")) return checked;
  return object(new Map([["data", checked]]), unknown(provenanceOf(checked)));
}

function checkedBy(given: Value, made: Provenance): Value | undefined {
  if (given.result?.effect.kind === "read") return given;
  if (given.kind !== "object") return undefined;
  const kept = [...given.properties].filter(([, value]) => value.kind !== "literal" || value.value !== undefined);
  return { ...given, properties: new Map(kept), rest: given.rest ?? unknown(made) };
}

const VALIDATES = /^(safe)?parse(async)?$/i;

/** What an unseen function hands to its callback is some of what it was given: new only where all of that is new. */
function partOf(given: Provenance): Provenance {
  const lasting = given.sources.filter(({ kind }) => kind !== "attempt");
  return lasting.some(({ kind }) => kind !== "constant") ? { ...given, sources: lasting } : given;
}

function isLookedInto(fn: Value, { context: { registers } }: Frame): boolean {
  return registers === undefined || fn.kind !== "function" || registers(fn.node);
}

/** Functions that are written in an object at hand (`tryPromise({ try: () => …, catch })`): each of them may run, none has to. */
function runWritten(node: ts.Node, data: readonly Value[], given: Value, frame: Frame, machine: Machine): void {
  const written = ts.isCallExpression(node) ? node.arguments.filter(ts.isObjectLiteralExpression) : [];
  if (written.length === 0) return;
  const isIn = ({ parent }: ts.Node): boolean => written.some((each) => each === parent || each === parent.parent);
  const before = frame.state;
  const outcomes = data
    .flatMap((value) => (value.kind === "object" ? [...value.properties.values()] : []))
    .filter((value) => value.kind === "function" && isIn(value.node) && isLookedInto(value, frame))
    .map((fn) => machine.branch(frame, before, () => void machine.apply(fn, [given], node, frame)));
  if (outcomes.length > 0) machine.merge(frame, [{ state: before, changes: new Map() }, ...outcomes]);
}

/**
 * What an unseen function's answer is made of: its receiver and arguments. Constants beside something that varies say
 * nothing (the bounds in a validation schema); a lookup by a fixed name (`req.get("X-Id")`) is named as it is written.
 */
function derivedFrom(callee: Value, data: readonly Value[], node: ts.Node, method: string | undefined): Provenance {
  const all = join([madeWith(callee, data, method), ...data.map((arg) => provenanceOf(arg))]);
  const varying = all.sources.filter((source) => source.kind !== "constant");
  if (varying.length === 0) return madeAnew(node) ?? withNull(all, false);
  const [only] = varying;
  if (
    only &&
    varying.length === 1 &&
    method !== undefined &&
    data.length === 1 &&
    data[0]?.kind === "literal" &&
    ts.isCallExpression(node)
  ) {
    const asked = String(data[0].value);
    const kind = overrideOf(callee, method, asked) ?? only.kind;
    return {
      sources: [{ ...only, kind, what: `${only.what}.${method}(${JSON.stringify(data[0].value)})` }],
      through: all.through,
    };
  }
  return { sources: varying, through: all.through };
}

/** `req.get("X-Request-Id")`, `headers.get("x-request-id")`, Hono's `c.get("requestId")`: what is asked for by name is what it is as a member. */
function overrideOf(callee: Value, method: string, name: string): ProvenanceKind | undefined {
  if (callee.kind !== "unknown" || !callee.members || !/^(get|header)$/.test(method)) return undefined;
  const header = name.toLowerCase();
  return callee.members[`headers.${header}`] ?? callee.members[`var.${name}`] ?? callee.members[header];
}

function joinWrapped(value: UnknownValue, returned: readonly Value[]): Value {
  const [only] = returned;
  // `tracer.run(async () => order)`: the callback's answer comes back as it is.
  if (
    returned.length === 1 &&
    only &&
    (only.result || only.kind === "object" || only.kind === "instance" || only.kind === "library" || only.truth)
  )
    return only;
  return value;
}

/** Whether calling a value runs a function. */
export function isCallable(value: Value): boolean {
  return (
    value.kind === "function" ||
    (value.kind === "unknown" && value.wraps !== undefined) ||
    (value.kind === "union" && value.options.some((option) => option.kind === "function"))
  );
}

/** Functions after which what they were given cannot be read any more (`hash(body)`, `encrypt(text)`). */
const SEALS = /hash|digest|md5|sha\d|fingerprint|encrypt|cipher|seal|redact|mask(?!ed)|tokeni[sz]e/i;

/** Functions that say whether two values are the same (`timingSafeEqual`, `isDeepStrictEqual`, `a.equals(b)`). */
const COMPARES = /equal|same|compare|match(es)?$/i;

function noteAll(values: readonly Value[], frame: Frame): void {
  const [first, ...others] = values;
  for (const other of others) if (first) noteComparison(first, other, frame.output.uses);
}
