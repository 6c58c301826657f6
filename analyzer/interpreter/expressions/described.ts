import { ts } from "ts-morph";
import { nothing } from "../../provenance.js";
import type { Provenance } from "../../trace.js";
import { namesOf } from "../world/modules.js";
import { provenanceOf, type Value } from "../values/value.js";

/**
 * A part of a schema (`z.number().default(Date.now())`, `Joi.date().max(new Date())`): bounds and defaults say what a value may
 * be. Nothing is made of them, neither the schema nor what is read out of it.
 */
export function describesValues(callee: Value, node: ts.Node, method: string | undefined): boolean {
  if (method !== undefined && DEFAULTS.test(method) && callee.kind === "unknown" && !varies(callee)) return true;
  return ts.isCallExpression(node) && isOfSchema(node.expression);
}

/** What a schema lets through is what it was given, whatever the schema itself was made with. */
export function madeWith(callee: Value, data: readonly Value[], method: string | undefined): Provenance {
  return method !== undefined && PARSES.test(method) && data.some(varies) ? nothing : provenanceOf(callee);
}

function varies(value: Value): boolean {
  return provenanceOf(value).sources.some(({ kind }) => kind !== "constant");
}

/** A chain that starts from a package for schemas (`z.object(…).extend(…)`) and looks at no value on the way. */
function isOfSchema(callee: ts.Expression): boolean {
  let root = callee;
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) {
    if (ts.isPropertyAccessExpression(root) && CHECKS.test(root.name.text)) return false;
    root = root.expression;
  }
  if (!ts.isIdentifier(root) || CHECKS.test(root.text)) return false;
  const local = namesOf(root.getSourceFile()).locals.get(root.text);
  return local?.kind === "import" && SCHEMAS.test(local.specifier);
}

const PARSES = /^(?:safe)?parse(?:async)?$|^validate(?:a?sync)?$/i;
const DEFAULTS = /^(?:default|prefault|catch|defaultTo)$/;

/** What looks at a value, or at what was wrong with one. */
const CHECKS = /parse|validate|cast|assert|attempt|error|issues|check|^is(?!o$)|^(?:en|de)code|^create$|^mask$/i;
const SCHEMAS = /^(?:zod(?:\/|$)|@hono\/zod-openapi$|yup$|joi$|valibot$|superstruct$|@sinclair\/typebox$)/;
