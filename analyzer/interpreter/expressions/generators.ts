import { ts } from "ts-morph";
import { from } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import type { Provenance } from "../../trace.js";
import { namesOf } from "../world/modules.js";

/**
 * A call of an unseen function that is given nothing to derive a value from, and whose name or package says that it makes
 * identities or random things (`createId()`, `generate()` of `random-words`). A guard is never taken from a name; that a
 * value is new each time may be.
 */
export function madeAnew(node: ts.Node): Provenance | undefined {
  if (!ts.isCallExpression(node) || !isGenerator(node.expression)) return undefined;
  return from("attempt", node.getText().replace(/\s+/g, " ").slice(0, 60), siteOf(node));
}

/**
 * A bare noun is no proof: `z.uuid()` and `string().cuid2()` describe what a value has to look like. It counts for a
 * function of the project's own or of a package for identities, and for a method of something that is named as their maker.
 */
function isGenerator(callee: ts.Expression): boolean {
  const from = packageOf(callee);
  if (PACKAGES.test(from)) return true;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (MAKES.test(name)) return true;
  if (!KINDS.test(name)) return false;
  return ts.isPropertyAccessExpression(callee)
    ? MAKER.test(lastNameOf(callee.expression))
    : from === "" || /^[.~#]|^@\//.test(from);
}

function lastNameOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : "";
}

function packageOf(callee: ts.Expression): string {
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  if (!ts.isIdentifier(root)) return "";
  const local = namesOf(root.getSourceFile()).locals.get(root.text);
  return local?.kind === "import" ? local.specifier : "";
}

const MAKES =
  /^_?(random\w*|(generate|gen|create|make|new|next)_?(random|unique)?_?(u?u?id|ulid|nanoid|cuid|token|nonce|secret))\d?$/i;
const KINDS = /^(uuid(v?[1467])?|cuid2?|nanoid|ulid|ksuid|xid|tsid|objectid|snowflake)$/i;
const MAKER = /id$|ids$|uuid|guid|generator|factory|random|crypto|faker|chance|snowflake/i;

/** A published package, not a path or an alias of the project. */
const PACKAGES =
  /^(?:@[\w-]+\/)?[\w-]*\b(?:random|uuid|nanoid|ulid|cuid|ksuid|snowflake|unique-(?:names|string|id))\b/i;
