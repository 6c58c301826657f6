import { ts } from "ts-morph";
import type { Effect } from "../trace.js";

/**
 * The effects of a round that belong to something that it found: those that follow a read, and those that are done for each
 * item of a list. A request that each round makes anew is meant to be made again, and what another service gave out by
 * one is that service's to give out again.
 */
export function ofItems(effects: readonly Effect[], round: ts.Node): readonly Effect[] {
  const { fileName } = round.getSourceFile();
  const read = effects.findIndex(({ kind }) => kind === "read");
  const perItem = (effect: Effect): boolean =>
    [...effect.path.map(({ site }) => site), effect.sink].some(
      ({ file, start, end }) => file === fileName && isPerItem(round, start, end),
    );
  const asked = effects.some((effect) => effect.kind === "call" && !perItem(effect));
  return effects.filter((effect, index) => (read >= 0 && index >= read) || (!asked && perItem(effect)));
}

/** The reads of a run, and what is done in a loop behind the first of them. */
export function ofRecords(effects: readonly Effect[]): readonly Effect[] {
  const read = effects.findIndex(({ kind }) => kind === "read");
  return effects.filter(({ kind, inLoop }, index) => kind === "read" || (inLoop && read >= 0 && index > read));
}

function isPerItem(round: ts.Node, start: number, end: number): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node.pos > start || node.end < end) return false;
    if (ts.isForOfStatement(node) && within(node.statement, start, end)) return true;
    if (
      ts.isCallExpression(node) &&
      isListMethod(node.expression) &&
      node.arguments.some((one) => within(one, start, end))
    )
      return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return visit(round);
}

function within(node: ts.Node, start: number, end: number): boolean {
  return node.pos <= start && end <= node.end;
}

function isListMethod(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && /^(map|forEach|flatMap)$/.test(node.name.text);
}
