import { ts } from "ts-morph";
import { siteKey } from "../../sites.js";
import type { Effect } from "../../trace.js";
import type { LibraryValue, Link } from "../values/value.js";
import { bothLocks, type State } from "../walk/state.js";
import { namesOf } from "../world/modules.js";
import type { Draft } from "./drafts.js";

/** The state after a read that locks what it reads. */
export function withLock(state: State, { locks }: Draft, client: LibraryValue, { sink }: Effect): State {
  if (!locks) return state;
  if (locks !== "row") return { ...state, locks: state.locks + 1 };
  const own = { sink: siteKey(sink), passedIn: isPassedIn(client) };
  return { ...state, rowLocks: bothLocks(state.rowLocks, [own]) };
}

/** A client that the project makes is the handle of no transaction; of another one nobody can tell. */
function isPassedIn({ handle, links }: LibraryValue): boolean {
  return handle === undefined && (links[0] === undefined || !makes(links[0]));
}

/** `new Pool()`, `drizzle(url)`, `mysql.createPool(url)`: called on what is imported. */
function makes({ node }: Link): boolean {
  if (ts.isNewExpression(node)) return true;
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  return ts.isIdentifier(name) && namesOf(node.getSourceFile()).locals.get(name.text)?.kind === "import";
}
