import { ts } from "ts-morph";
import type { Effect, Fix, KeySlot, Shortfall, TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { quoted } from "./chain.js";
import { fillSlot, slotExpression, slotProperty } from "./slot.js";
import { callAt, textOf } from "./syntax.js";

/** Moves a key to where the call takes it, names a header as the provider does, or has the broker keep the job's id. */
export function putKeyRight(effect: Effect, context: RuleContext): Fix[] {
  const source = context.source(effect.sink.file);
  const call = source && callAt(source, effect.sink);
  const { key } = effect;
  if (!source || !call || !key) return [];
  if (key.misplaced) return moved(source, call, key.misplaced.slot, key.slot, key.place);
  return renamed(source, call, key.slot, key.inert?.why ?? "") ?? keptJobs(source, call, effect, context) ?? [];
}

/** Has Powertools refuse an event without the key that its configuration asks for. */
export function refuseKeyless({ site }: Shortfall, context: RuleContext): Fix[] {
  const source = context.source(site.file);
  const made: ts.NewExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (source && ts.isNewExpression(node) && /\bIdempotencyConfig$/.test(textOf(source, node.expression)))
      made.push(node);
    ts.forEachChild(node, visit);
  };
  if (source) visit(source);
  const [only, ...others] = made;
  const option = { argument: 0, property: ["throwOnNoIdempotencyKey"] };
  const edits = source && only && others.length === 0 ? fillSlot(source, only, option, "true") : undefined;
  return edits ? [{ title: "Refuse an event without the key", safety: "review", edits }] : [];
}

type Call = ts.CallExpression | ts.NewExpression;

function moved(source: ts.SourceFile, call: Call, from: KeySlot, to: KeySlot, place: string): Fix[] {
  if (from.property[0] === "metadata") return copied(source, call, from, to, place);
  const value = slotExpression(source, call, from);
  const filled = value && fillSlot(source, call, to, textOf(source, value));
  const removed = removal(source, call, from);
  if (!filled || !removed) return [];
  return [{ title: `Move the key to ${place}`, safety: "review", edits: [removed, ...filled] }];
}

/** What is kept for people stays where it is. */
function copied(source: ts.SourceFile, call: Call, from: KeySlot, to: KeySlot, place: string): Fix[] {
  const holder = slotExpression(source, call, { ...from, property: from.property.slice(0, -1) });
  const value = slotExpression(source, call, from);
  if (!holder || !value) return [];
  const text = ts.isIdentifier(holder) ? `${holder.text}.${from.property.at(-1) ?? ""}` : textOf(source, value);
  const edits = fillSlot(source, call, to, text);
  return edits ? [{ title: `Pass the key as ${place} too`, safety: "review", edits }] : [];
}

/** Takes the property away, and what held nothing else. */
function removal(source: ts.SourceFile, call: Call, slot: KeySlot): TextEdit | undefined {
  for (let depth = 1; depth <= slot.property.length; depth++) {
    const at = slotProperty(source, call, { ...slot, property: slot.property.slice(0, depth) });
    if (!at) return undefined;
    const deeper = slotExpression(source, call, { ...slot, property: slot.property.slice(0, depth) });
    const holdsMore = deeper && ts.isObjectLiteralExpression(deeper) && deeper.properties.length > 1;
    if (depth < slot.property.length && holdsMore) continue;
    return withComma(source, at.holder, at.property);
  }
  return undefined;
}

function withComma(
  source: ts.SourceFile,
  { properties }: ts.ObjectLiteralExpression,
  property: ts.ObjectLiteralElementLike,
): TextEdit {
  const index = properties.indexOf(property);
  const next = properties[index + 1];
  const previous = properties[index - 1];
  const file = source.fileName;
  if (next) return { file, start: property.getStart(source), end: next.getStart(source), text: "" };
  return { file, start: previous?.end ?? property.getStart(source), end: property.end, text: "" };
}

/** `"Idempotency-Key"` becomes the header that the provider reads. */
function renamed(source: ts.SourceFile, call: Call, slot: KeySlot, why: string): Fix[] | undefined {
  const name = /reads ([\w-]+) and ignores this header/.exec(why)?.[1];
  const written = slotProperty(source, call, slot)?.property.name;
  if (name === undefined || !written) return undefined;
  const edit = { file: source.fileName, start: written.getStart(source), end: written.end, text: quoted(name, source) };
  return [{ title: `Send it as ${name}`, safety: "review", edits: [edit] }];
}

/** `removeOnComplete: true` keeps done jobs as long as an attempt may come again. */
function keptJobs(source: ts.SourceFile, call: Call, effect: Effect, context: RuleContext): Fix[] | undefined {
  const argument = effect.key?.slot.argument;
  const isJob = effect.library.startsWith("Bull") && argument !== undefined;
  const written = isJob ? slotExpression(source, call, { argument, property: ["removeOnComplete"] }) : undefined;
  if (written?.kind !== ts.SyntaxKind.TrueKeyword) return undefined;
  const hours = context.horizon(effect.risk);
  const text = `{ age: ${hours % 24 === 0 ? hours / 24 : `${hours} / 24`} * 86_400 }`;
  const edit = { file: source.fileName, start: written.getStart(source), end: written.end, text };
  return [{ title: `Keep the job, and with it its id, for ${hours / 24} days`, safety: "review", edits: [edit] }];
}
