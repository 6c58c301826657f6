import { ts } from "ts-morph";
import { siteKey } from "../../analyzer/sites.js";
import type { Effect, Fix, Site, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround, quoted } from "./chain.js";
import { functionsAround, nodesAround, textOf } from "./syntax.js";

/**
 * Wraps the call in a step of its own. A call to the outside is left to a person: its step is run again when the reply is
 * lost, so that it needs a key as well.
 */
export function intoStep(effect: Effect, trace: Trace, context: RuleContext): Fix[] {
  const { handler, library } = trace.entry;
  const source = context.source(handler.file);
  if (!source || effect.kind === "call" || effect.key) return [];
  const site = siteInBody(effect, trace, source);
  const fn = site && functionsAround(source, site)[0];
  const chain = site && chainAround(source, site);
  const awaited =
    chain && nodesAround(source, chain.node.getStart(source), chain.node.end).findLast(ts.isAwaitExpression);
  const open = fn && stepOf(library, fn, quoted(nameOf(effect), source), source);
  if (!chain || awaited?.expression !== chain.node || open === undefined) return [];
  const start = chain.node.getStart(source);
  return [
    {
      title: `Run ${effect.name} in a step of its own`,
      safety: "review",
      edits: [
        { file: source.fileName, start, end: start, text: `${open.before}() => ` },
        { file: source.fileName, start: chain.node.end, end: chain.node.end, text: open.after },
      ],
    },
  ];
}

/** Where the body of the workflow reaches the effect: its own call, or the call of a helper that has no other effect. */
function siteInBody(effect: Effect, { entry, effects }: Trace, source: ts.SourceFile): Site | undefined {
  const isBody = (site: Site): boolean =>
    site.file === source.fileName && functionsAround(source, site)[0]?.end === entry.handler.end;
  if (isBody(effect.sink)) return effect.sink;
  const call = effect.path
    .map((step) => step.site)
    .findLast((site) => isBody(site) && siteKey(site) !== siteKey(entry.site));
  const inHelper = effects.filter(
    (other) => other.kind !== "read" && call && other.path.some((step) => siteKey(step.site) === siteKey(call)),
  );
  return inHelper.length === 1 ? call : undefined;
}

/** What opens and closes a step in a function that has the engine's tools; nothing where it has none. */
export function stepOf(
  library: string,
  fn: ts.FunctionLikeDeclaration,
  name: string,
  source: ts.SourceFile,
): { readonly before: string; readonly after: string } | undefined {
  const first = fn.parameters[0]?.name;
  switch (library) {
    case "Inngest": {
      if (!first) return undefined;
      const tools = ts.isIdentifier(first)
        ? `${first.text}.step`
        : ts.isObjectBindingPattern(first) && first.elements.some((one) => textOf(source, one) === "step")
          ? "step"
          : undefined;
      return tools === undefined ? undefined : { before: `${tools}.run(${name}, `, after: ")" };
    }
    case "Restate":
    case "Upstash Workflow":
      return first && ts.isIdentifier(first) ? { before: `${first.text}.run(${name}, `, after: ")" } : undefined;
    case "DBOS":
      return { before: "DBOS.runStep(", after: `, { name: ${name} })` };
    default:
      return undefined;
  }
}

/** `insert-orders`. */
function nameOf(effect: Effect): string {
  return `${effect.kind}-${effect.target}`
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase();
}
