import { ts } from "ts-morph";
import { elementOf, filledIn, memberOf } from "../../analyzer/interpreter/functions/taken.js";
import { namesOf } from "../../analyzer/interpreter/world/modules.js";
import type { Identity, TextEdit } from "../../analyzer/trace.js";
import { functionsAround, textOf } from "./syntax.js";

/** What a parameter or a variable is declared by. */
export type Declaration = ts.ParameterDeclaration | ts.VariableDeclaration;

/**
 * An identity over `{0}`, read from what a declaration holds. Where it is taken apart without a member that the identity
 * needs, the edits take that one out too.
 */
export function readOut(
  { what, expression }: Identity,
  declaration: Declaration,
  source: ts.SourceFile,
): { readonly expression: string; readonly edits: readonly TextEdit[] } | undefined {
  const added = new Map<ts.ObjectBindingPattern, string[]>();
  const read = filledIn(expression, (path) => {
    const known = memberOf(declaration.name, path);
    if (known !== undefined) return known;
    const place = isTyped(declaration, source) ? placeFor(declaration.name, path) : undefined;
    const leaf = path.at(-1);
    const local = leaf === undefined ? undefined : freeName(leaf, what, declaration, source);
    if (!place || local === undefined) return undefined;
    const inner = local === leaf ? local : `${leaf}: ${local}`;
    const text = place.path.slice(0, -1).reduceRight((nested, member) => `${member}: { ${nested} }`, inner);
    added.set(place.pattern, [...(added.get(place.pattern) ?? []), text]);
    return local;
  });
  if (read === undefined) return undefined;
  return { expression: read, edits: [...added].map(([pattern, texts]) => extend(pattern, texts, source)) };
}

/** The pattern that a member has to be added to, and the rest of its path in there. */
function placeFor(
  name: ts.BindingName,
  path: readonly string[],
): { readonly pattern: ts.ObjectBindingPattern; readonly path: readonly string[] } | undefined {
  const [first, ...others] = path;
  if (!ts.isObjectBindingPattern(name) || first === undefined) return undefined;
  const element = elementOf(name, first);
  if (!element) return { pattern: name, path };
  return element.initializer ? undefined : placeFor(element.name, others);
}

/** Its type is a library's, so that it has the member: it says so, or the library calls the function. */
function isTyped(declaration: Declaration, source: ts.SourceFile): boolean {
  const { type } = declaration;
  if (/\.[cm]?jsx?$/.test(source.fileName)) return true;
  if (!type) return ts.isVariableDeclaration(declaration) || isGiven(declaration.parent.parent);
  const root = /^[A-Za-z_$][\w$]*/.exec(textOf(source, type))?.[0] ?? "";
  const local = namesOf(source).locals.get(root);
  return local?.kind === "import" && !/^[.#~]|^@\//.test(local.specifier);
}

/** A function that stands in a call, or in an object there: who is called says what it gets. */
function isGiven(parent: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return isGiven(parent.parent.parent);
  return ts.isCallExpression(parent) || ts.isNewExpression(parent);
}

/** `queueName`, or `jobId` where there is an `id` already. */
function freeName(member: string, what: string, declaration: Declaration, source: ts.SourceFile): string | undefined {
  const { pos, end } = functionsAround(source, { start: declaration.pos, end: declaration.end })[0] ?? source;
  const around = source.text.slice(pos, end);
  const noun = /(\w+)(?:'s)?(?: event)? id\b/i.exec(what)?.[1]?.toLowerCase() ?? "delivery";
  const owner = member.toLowerCase().startsWith(noun) ? "delivered" : noun;
  const longer = owner + member.charAt(0).toUpperCase() + member.slice(1);
  return [member, longer].find(
    (name) => !new RegExp(`(?<![.\\w$])${name}(?![\\w$])`).test(around) && !namesOf(source).locals.has(name),
  );
}

function extend(pattern: ts.ObjectBindingPattern, texts: readonly string[], source: ts.SourceFile): TextEdit {
  const last = pattern.elements.at(-1);
  const at = last?.end ?? pattern.getStart(source) + 1;
  const text = last ? texts.map((one) => `, ${one}`).join("") : ` ${texts.join(", ")} `;
  return { file: source.fileName, start: at, end: at, text };
}
