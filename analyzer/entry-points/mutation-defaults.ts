import { ts } from "ts-morph";
import { siteOf } from "../sites.js";
import type { Retry } from "../trace.js";

/** How often React Query calls a mutation again that says nothing of it: `new QueryClient({ defaultOptions: { mutations: { retry: 3 } } })`. */
export function mutationDefaults(sources: readonly ts.SourceFile[]): Retry | undefined {
  for (const source of sources) {
    const found = defaultIn(source);
    if (found) return found;
  }
  return undefined;
}

/** What an option `retry` says of mutations. */
export function retryOfMutation(option: ts.ObjectLiteralElementLike, body: ts.Node): Retry | undefined {
  const value = ts.isPropertyAssignment(option) ? option.initializer : option;
  if (value.kind === ts.SyntaxKind.FalseKeyword || value.getText() === "0") return undefined;
  const times = ts.isNumericLiteral(value) ? ` up to ${value.text} times` : "";
  const what = `React Query calls the mutation again${times} when it fails`;
  return { site: siteOf(option), body: siteOf(body), what };
}

/** The member of an object that is written out. */
export function optionNamed(object: ts.Node | undefined, name: string): ts.ObjectLiteralElementLike | undefined {
  return object && ts.isObjectLiteralExpression(object)
    ? object.properties.find((one) => one.name?.getText() === name)
    : undefined;
}

function defaultIn(source: ts.SourceFile): Retry | undefined {
  const known = cache.get(source);
  if (known) return known.retry;
  let retry: Retry | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === "QueryClient") {
      const defaults = inside(optionNamed(node.arguments?.[0], "defaultOptions"));
      const option = optionNamed(inside(optionNamed(defaults, "mutations")), "retry");
      retry ??= option && retryOfMutation(option, node);
    }
    ts.forEachChild(node, visit);
  };
  if (DEFAULTS.test(source.text)) visit(source);
  cache.set(source, { retry });
  return retry;
}

function inside(option: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined {
  return option && ts.isPropertyAssignment(option) ? option.initializer : undefined;
}

const DEFAULTS = /\bnew QueryClient\(/;

const cache = new WeakMap<ts.SourceFile, { readonly retry: Retry | undefined }>();
