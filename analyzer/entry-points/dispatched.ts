import { ts } from "ts-morph";
import { siteKey } from "../sites.js";
import type { Effect, EntryKind, Site, Step, Trace } from "../trace.js";

/**
 * A handler that hands each message to one of several by the message's own word (`processors.get(job.name).handle(job)`) is an
 * entry point for each of them, and so is one that is registered for each of a list (`jobs.forEach((job) => define(job))`): what
 * one does is never done along with what another does.
 */
export function dispatched(trace: Trace, source: (file: string) => ts.SourceFile | undefined): readonly Trace[] {
  const { entry, effects } = trace;
  const isMessage = OF_MESSAGES.has(entry.kind);
  if (!isMessage && entry.kind !== "workflow") return [trace];
  const picks = new Map<string, boolean>();
  const isPick = ({ site, of }: Step): boolean => {
    if (of === undefined) return false;
    const key = siteKey(site);
    const known = picks.get(key) ?? isPicked(site, source(site.file), isMessage);
    picks.set(key, known);
    return known;
  };
  const pick = effects.flatMap(({ path }) => path.find(isPick) ?? [])[0];
  if (!pick) return [trace];
  const chosen = (effect: Effect): string | undefined =>
    effect.path.find(({ site }) => siteKey(site) === siteKey(pick.site))?.of;
  const names = [...new Set(effects.flatMap((effect) => chosen(effect) ?? []))];
  return names.map((name) => ({
    ...trace,
    entry: { ...entry, name: `${entry.name} (${name})` },
    effects: effects.filter((effect) => (chosen(effect) ?? name) === name),
  }));
}

const OF_MESSAGES: ReadonlySet<EntryKind> = new Set(["queue", "job", "stream", "event"]);

/** Whether what is called was looked up by something that the function around was given, or is what that was registered with. */
function isPicked(site: Site, source: ts.SourceFile | undefined, byMessage: boolean): boolean {
  const call = source && nodeAt(source, site);
  if (!call || !ts.isCallExpression(call)) return false;
  const { expression } = call;
  if (isRegisteredWith(expression, call)) return true;
  if (!byMessage) return false;
  if (ts.isElementAccessExpression(expression)) return mentionsGiven(expression.argumentExpression, call);
  const called = ts.isPropertyAccessExpression(expression) ? bare(expression.expression) : bare(expression);
  const from = ts.isIdentifier(called) ? initializerOf(called.text, call) : called;
  if (!from) return false;
  if (ts.isElementAccessExpression(from)) return mentionsGiven(from.argumentExpression, call);
  return ts.isCallExpression(from) && from.arguments.some((arg) => mentionsGiven(arg, call));
}

/** `define(job) { client.on(job.name, async (message) => job.handle(message)); }` */
function isRegisteredWith(called: ts.Expression, call: ts.CallExpression): boolean {
  let root = called;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return false;
  const handler = ts.findAncestor(call, ts.isFunctionLike);
  const around = handler && ts.findAncestor(handler.parent, ts.isFunctionLike);
  return around?.parameters.some(({ name }) => namesIn(name).includes(root.text)) === true;
}

function nodeAt(node: ts.Node, { start, end }: Site): ts.Node | undefined {
  if (node.end < end || node.pos > start) return undefined;
  return (
    ts.forEachChild(node, (child) => nodeAt(child, { start, end } as Site)) ??
    (spans(node, start, end) ? node : undefined)
  );
}

function spans(node: ts.Node, start: number, end: number): boolean {
  return node.end === end && node.getStart() === start;
}

function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isAsExpression(node)
    ? bare(node.expression)
    : node;
}

/** What a variable of the functions around is made of. */
function initializerOf(name: string, from: ts.Node): ts.Expression | undefined {
  const around = ts.findAncestor(from, ts.isFunctionLike);
  const visit = (node: ts.Node): ts.Expression | undefined =>
    ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name && node.initializer
      ? bare(node.initializer)
      : ts.forEachChild(node, visit);
  return around && visit(around);
}

/** Whether an expression is about a parameter of the functions around, or a variable that is made of one. */
function mentionsGiven(node: ts.Expression, from: ts.Node): boolean {
  const given = new Set<string>();
  for (let at: ts.Node = from; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at)) for (const { name } of at.parameters) for (const text of namesIn(name)) given.add(text);
  const names = identifiersIn(node);
  const made = names.flatMap((name) => {
    const initializer = initializerOf(name, from);
    return initializer ? identifiersIn(initializer) : [];
  });
  return [...names, ...made].some((name) => given.has(name));
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

function identifiersIn(node: ts.Node): readonly string[] {
  if (ts.isIdentifier(node)) return [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...identifiersIn(child)));
  return found;
}
