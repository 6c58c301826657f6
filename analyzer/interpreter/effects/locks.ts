import { ts } from "ts-morph";

/** Whether code gives something back in a `finally`: a key it claimed there was a lock, not a record of work done. */
export function releasesLock(node: ts.Node): boolean {
  const known = releasing.get(node);
  if (known !== undefined) return known;
  const found = findsRelease(node);
  releasing.set(node, found);
  return found;
}

const releasing = new WeakMap<ts.Node, boolean>();

function findsRelease(node: ts.Node): boolean {
  if (ts.isTryStatement(node) && node.finallyBlock && RELEASE.test(node.finallyBlock.getText())) return true;
  return (
    node.forEachChild((child) => (ts.isFunctionLike(child) ? undefined : findsRelease(child) || undefined)) === true
  );
}

/** A connection that goes back to its pool (`client.release()`) gives no lock back. */
const RELEASE =
  /\.(del|unlink|eval|evalsha|unlock|quit)\b|(lock|mutex|semaphore)\w*\)?\.release\b|(?<![.\w])(release|unlock)\w*\(|\.(releaseLock|unlock)\w*\(/i;

/** The function around a node, whose `finally` would give a lock back. */
export function enclosing(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isSourceFile(at) && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}
