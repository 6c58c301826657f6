import { ts } from "ts-morph";
import { from } from "../provenance.js";
import { siteOf } from "../sites.js";
import type { Provenance } from "../trace.js";
import { namesOf } from "./modules.js";

/**
 * A call of an unseen function that is given nothing to derive a value from, and whose name or package says that it makes
 * identities or random things (`createId()`, `generate()` of `random-words`). A guard is never taken from a name; that a
 * value is new each time may be.
 */
export function madeAnew(node: ts.Node): Provenance | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression.getText();
  if (!GENERATORS.test(callee) && !PACKAGES.test(packageOf(node.expression))) return undefined;
  return from("attempt", node.getText().replace(/\s+/g, " ").slice(0, 60), siteOf(node));
}

function packageOf(callee: ts.Expression): string {
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(root)) return "";
  const local = namesOf(root.getSourceFile()).locals.get(root.text);
  return local?.kind === "import" ? local.specifier : "";
}

const GENERATORS =
  /(^|[._])(uuid(v?[1467])?|cuid2?|nanoid|ulid|ksuid|xid|tsid|objectid|snowflake|random\w*|(generate|gen|create|make|new|next)_?(random|unique)?_?(u?u?id|ulid|nanoid|cuid|token|nonce|secret))\d?$/i;

/** A published package, not a path or an alias of the project. */
const PACKAGES =
  /^(?:@[\w-]+\/)?[\w-]*\b(?:random|uuid|nanoid|ulid|cuid|ksuid|snowflake|unique-(?:names|string|id))\b/i;
