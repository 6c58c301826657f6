import { ts } from "ts-morph";
import type { Effect, Fix, Site, Source, TextEdit, Trace } from "../../analyzer/trace.js";
import { isActorName } from "../facts/intent.js";
import { sameTarget } from "../facts/repeats.js";
import type { RuleContext } from "../rule.js";
import { bindingsAt } from "./scope.js";
import { callAt, functionsAround, textOf } from "./syntax.js";

/** Puts who asks in front of the client's key, wherever the store is asked or told under it. */
export function scopeKey(claim: Effect, trace: Trace, sent: Source, context: RuleContext): Fix[] {
  const place = placeOf(claim, sent, context);
  const scope = place && actorAt(place.source, place.site);
  if (!place || !scope) return [];
  const { source, key } = place;
  const calls = new Set<ts.Node>();
  for (const effect of trace.effects.filter(({ target }) => sameTarget(target, claim.target))) {
    const use = placeOf(effect, sent, context);
    // Where one of them cannot be reached, the others would look for what is not there.
    if (use?.source !== source || use.key !== key) return [];
    calls.add(use.call);
  }
  const edits = [...calls].flatMap((call) => scoped(source, call, key, scope));
  if (edits.length === 0) return [];
  return [{ title: `Keep the key together with ${scope}`, safety: "review", edits }];
}

interface KeyUse {
  readonly source: ts.SourceFile;
  readonly site: Site;
  readonly call: ts.Node;
  /** The variable that holds the client's key. */
  readonly key: string;
}

/** The innermost call on the way to an effect in whose function the client's key was read. */
function placeOf(effect: Effect, { what }: Source, context: RuleContext): KeyUse | undefined {
  for (const site of [effect.sink, effect.site, ...effect.path.map((step) => step.site).reverse()]) {
    const source = context.source(site.file);
    const call = source && callAt(source, site);
    const bindings = source ? bindingsAt(source, site) : [];
    const key = bindings.find(({ initializer }) => source && initializer && textOf(source, initializer).includes(what));
    if (source && call && key) return { source, site, call, key: key.name };
  }
  return undefined;
}

/** `tenantId`, `req.user.id`: who asks, as the code around a place says it. */
function actorAt(source: ts.SourceFile, site: Site): string | undefined {
  const bindings = bindingsAt(source, site);
  const own = bindings.find(({ name, optional }) => !optional && isActorName(name))?.name;
  if (own !== undefined) return own;
  const roots = new Set(bindings.map(({ name }) => name));
  const around = functionsAround(source, site).at(-1);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined) return;
    if (ts.isPropertyAccessExpression(node)) {
      const text = textOf(source, node);
      if (/^[\w$]+(\.[\w$]+)+$/.test(text) && roots.has(text.split(".")[0] ?? "") && isActorName(text)) found = text;
    }
    ts.forEachChild(node, visit);
  };
  if (around) visit(around);
  return found;
}

/** Every mention of the key in the call's arguments gets the scope before it. */
function scoped(source: ts.SourceFile, call: ts.Node, key: string, scope: string): TextEdit[] {
  const edits: TextEdit[] = [];
  const file = source.fileName;
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateSpan(node) && ts.isIdentifier(node.expression) && node.expression.text === key) {
      const start = source.text.lastIndexOf("${", node.expression.getStart(source));
      edits.push({ file, start, end: start, text: `\${${scope}}:` });
    } else if (ts.isIdentifier(node) && node.text === key) {
      edits.push({ file, start: node.getStart(source), end: node.end, text: `\`\${${scope}}:\${${key}}\`` });
    } else ts.forEachChild(node, visit);
  };
  visit(call);
  return edits;
}
