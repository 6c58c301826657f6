import { ts } from "ts-morph";
import { literal, type FunctionValue, type Value } from "../values/value.js";
import { isData } from "./inert.js";
import type { Output, Sign } from "../walk/machine.js";
import type { Summary } from "./summary.js";

/**
 * Functions that came to nothing each time: loggers, above all. Each of their calls hands them something else, and walking
 * them again for each was two thirds of the work on some services.
 */
export interface Mute extends Trail {
  readonly walks: number;
}

/** What a walk leaves behind although nothing of it reaches the caller: what it read, could not see, and signed. */
type Trail = Pick<Summary, "files" | "opaque" | "signs">;

/** Walks that came to nothing, after which the next one is taken to. */
const ENOUGH = 16;

/** Nothing that a walk found out reaches its caller: it did nothing, always returns, and nobody takes its answer. */
export function isMute(summary: Summary, call: ts.Node): boolean {
  const { effects, facts, registrations, fills, returns, throws, after, value } = summary;
  return (
    effects.length + facts.length + registrations.length === 0 &&
    !fills &&
    returns &&
    !throws &&
    after.locks + after.rowLocks.length === 0 &&
    after.ended !== true &&
    after.transaction === undefined &&
    (isDiscarded(call) || isUndefined(value))
  );
}

/** The same with one more walk in it. */
export function walkedAgain(before: Mute | undefined, { files, opaque, signs }: Summary): Mute {
  const walks = (before?.walks ?? 0) + 1;
  return { walks, files: before ? new Set([...before.files, ...files]) : files, opaque, signs };
}

/** Notes the trail of a function that came to nothing on whoever called it. */
export function leaveTrail({ files, opaque, signs }: Trail, output: Output): void {
  for (const file of files) output.files.add(file);
  output.opaque += opaque;
  addSigns(signs, output);
}

/** A function that is called in many places has its signs once: long lists of the same ones would be copied from caller to caller. */
export function addSigns(signs: readonly Sign[], output: Output): void {
  for (const sign of signs) if (!output.signs.some(({ node }) => node === sign.node)) output.signs.push(sign);
}

/** Whether a call needs no walk: the function came to nothing often enough, and is given nothing that could be called. */
export function staysMute(
  known: Mute | undefined,
  fn: FunctionValue,
  call: ts.Node,
  args: readonly Value[],
  captured: readonly Value[],
): known is Mute {
  if (known === undefined || known.walks < ENOUGH || !isDiscarded(call)) return false;
  const around = ts.findAncestor(fn.node.parent, ts.isFunctionLike);
  const isBeside = (value: Value): boolean =>
    value.kind === "function" &&
    around !== undefined &&
    ts.findAncestor(value.node, (one) => one === around) !== undefined;
  return (
    args.every((value) => isData(value, DEEP)) && captured.every((value) => isData(value, DEEP) || isBeside(value))
  );
}

const DEEP = 6;

/** What such a call yields. */
export const NO_ANSWER: Value = literal(undefined);

function isUndefined(value: Value): boolean {
  return value.kind === "literal" && value.value === undefined;
}

/** The call is a statement of its own, awaited or not. */
function isDiscarded(call: ts.Node): boolean {
  const { parent } = call;
  return ts.isAwaitExpression(parent) || ts.isVoidExpression(parent) || ts.isParenthesizedExpression(parent)
    ? isDiscarded(parent)
    : ts.isExpressionStatement(parent);
}
