import { ts } from "ts-morph";
import { bare, constantText, nameOf, returnedBy, stringOf } from "./literal.js";

/** What a creator of tables puts around each name. */
export interface Affixes {
  readonly prefix: string;
  readonly suffix: string;
}

/** `(name) => "shop_" + name`, the same as a template, or with a constant of the file; what nobody can read is left out. */
export function affixesOf(callback: ts.Expression | undefined): Affixes {
  const made = returnedBy(callback);
  const parts = made ? partsOf(made) : [];
  const isKnown = parts.every((part) => part !== UNKNOWN);
  const [prefix = "", suffix, ...more] = parts.join("").split(NAME);
  return isKnown && suffix !== undefined && more.length === 0 ? { prefix, suffix } : { prefix: "", suffix: "" };
}

/** What stands for the name itself, and for what only runs can tell. */
const NAME = "\0";
const UNKNOWN = "\0?";

function partsOf(node: ts.Expression): readonly string[] {
  const made = bare(node);
  const text = stringOf(made);
  if (text !== undefined) return [text];
  if (ts.isTemplateExpression(made))
    return [made.head.text, ...made.templateSpans.flatMap((span) => [...partsOf(span.expression), span.literal.text])];
  if (ts.isBinaryExpression(made) && made.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [...partsOf(made.left), ...partsOf(made.right)];
  if (!ts.isIdentifier(made)) return [UNKNOWN];
  const isParameter = ts
    .findAncestor(made, ts.isFunctionLike)
    ?.parameters.some(({ name }) => nameOf(name) === made.text);
  return isParameter ? [NAME] : [constantText(made) ?? UNKNOWN];
}
