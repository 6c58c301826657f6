import type { ts } from "ts-morph";
import { siteOf } from "../../sites.js";
import { applyTo } from "../expressions/calls.js";
import { createClients } from "../libraries/clients.js";
import { emitTracked } from "../effects/effects.js";
import { assignTo } from "../expressions/assignments.js";
import { evaluateExpression } from "../expressions/expressions.js";
import { assign, branch, guarded, merge, settle } from "./flow.js";
import { functionName } from "../functions/function-name.js";
import { invokeFunction, type Memory } from "../functions/functions.js";
import { callLibrary, isModelledMember } from "../libraries/library.js";
import { createListeners } from "../libraries/listeners.js";
import { callMarked } from "../world/marked.js";
import { createMarks, type OwnModel } from "../world/marks.js";
import type { Frame, Machine } from "./machine.js";
import { constructInstance } from "../expressions/construct.js";
import { memberOfValue } from "../expressions/members.js";
import { createMounts } from "../libraries/mounts.js";
import { createNames } from "../values/names.js";
import { bindName } from "../functions/parameters.js";
import { executeStatement } from "./statements.js";
import { valueOfType } from "../world/types.js";
import type { InstanceValue, Value } from "../values/value.js";
import { topFrame, type LivingWorld } from "../world/world.js";
import { callThrough } from "../libraries/wrappers.js";

/** An abstract interpreter over a world, with its memory of what functions do. */
export interface Interpreter {
  readonly machine: Machine;
  /** Gives the next entry point, or the next file in which handlers are looked for, a fresh budget of walks. */
  refill(purpose: Purpose): void;
  /** Drops what was learnt from these files. */
  forget(files: ReadonlySet<string>): void;
  /** True when clients are set up in another way than when this was last asked; what was learnt of calls is then dropped. */
  clientsChanged(): boolean;
  /** Models of functions of the project that are not there. */
  missing(): readonly OwnModel[];
}

/** Puts the interpreter's parts together. */
export function createInterpreter(world: LivingWorld, own: readonly OwnModel[] = []): Interpreter {
  const marks = createMarks(world, own);
  const names = createNames();
  const memory: Memory = {
    summaries: new Map(),
    names,
    inert: new Map(),
    mute: new Map(),
    budget: { left: WALKS.find },
  };
  const instances = new Map<string, InstanceValue>();
  const clients = createClients();
  let setUp = clients.signature();
  const mounts = createMounts();
  const listeners = createListeners(() => machine);
  const typing = new Set<string>();
  const machine: Machine = {
    world,
    evaluate: (node, frame) => evaluateExpression(node, frame, machine),
    execute: (node, frame) => executeStatement(node, frame, machine),
    apply: (callee, args, node, frame) => applyTo(callee, args, node, frame, machine),
    invoke(fn, args, node, frame) {
      const walk = () => invokeFunction(fn, args, node, frame, machine, memory);
      const mark = marks.of(fn);
      return mark ? callMarked(mark, args, node, frame, machine, walk) : walk();
    },
    decorator: (local, source) => marks.decorator(local, source),
    member: (value, name, node, frame) => memberOfValue(value, name, node, frame, machine),
    construct: (of, args, node, frame) => constructInstance(of, args, node, frame, machine, { instances, names }),
    library: (callee, link, frame) => callLibrary(callee, link, frame, machine),
    wrapped: (through, fns, args, _node, frame) => callThrough(through, fns, args, frame, machine),
    mounts,
    listeners,
    clients,
    track: (record, values, node, frame) => emitTracked(record, values, node, frame, machine),
    typed(type): Value | undefined {
      const key = `${type.file}:${type.node.pos}:${type.node.end}`;
      if (typing.has(key)) return undefined;
      typing.add(key);
      try {
        return valueOfType(type, machine, scratch(type.file));
      } finally {
        typing.delete(key);
      }
    },
    bind: (name, value, frame) => bindName(name, value, frame, machine),
    branch,
    merge,
    assign,
    store: (target, value, frame) => assignTo(target, value, frame, machine),
    step: (node) => ({ site: siteOf(node), what: functionName(node) }),
    isModelled: isModelledMember,
    settle,
    guarded,
  };
  const scratch = (file: string): Frame => {
    const source = world.project.source(file);
    return topFrame(world.moduleEnv(file), source as ts.Node);
  };
  world.attach(machine);
  return {
    machine,
    refill(purpose) {
      memory.budget.left = WALKS[purpose];
    },
    forget(files) {
      // A summary is of no use either when what it captured or was given came from a changed file.
      const list = [...files];
      for (const [key, { summary, about }] of memory.summaries) {
        if (list.some((file) => summary.files.has(file) || about.has(file))) memory.summaries.delete(key);
      }
      names.forget(files);
      for (const [place, { summary }] of memory.inert)
        if ([...summary.files].some((file) => files.has(file))) memory.inert.delete(place);
      for (const [place, mute] of memory.mute)
        if ([...mute.files].some((file) => files.has(file))) memory.mute.delete(place);
      for (const [key, instance] of instances)
        if (key.includes("(") || files.has(instance.of.env.file)) instances.delete(key);
      mounts.forget(files);
      listeners.forget(files);
      clients.forget(files);
      world.forget(files);
      marks.forget();
    },
    clientsChanged() {
      const now = clients.signature();
      if (now === setUp) return false;
      setUp = now;
      memory.summaries.clear();
      memory.inert.clear();
      memory.mute.clear();
      return true;
    },
    missing: () => marks.missing(),
  };
}

/** What a budget is for: to find the handlers that a file registers, or to walk one of them. */
export type Purpose = "find" | "walk";

/**
 * Far above what real entry points need; code that needs more is counted as unresolved. Handlers are registered near the
 * top of a program: what lies far below a function that looks as if it registered some is walked for nothing.
 */
const WALKS: Readonly<Record<Purpose, number>> = { find: 1_500, walk: 12_000 };
