import { ts } from "ts-morph";
import type { KeySlot, TextEdit } from "../../analyzer/trace.js";
import { addOnLines, growsTooWide } from "./line-width.js";
import { localInitializer } from "./scope.js";
import { indentAt, quoteStyle, textOf } from "./syntax.js";

type Call = ts.CallExpression | ts.NewExpression;

/**
 * The edits that put a value where a call takes its key: the property is added, replaced, or made together with the
 * argument that holds it. `undefined` where the place is built in a way that an edit could break.
 */
export function fillSlot(source: ts.SourceFile, call: Call, slot: KeySlot, value: string): TextEdit[] | undefined {
  if (slot.link !== undefined) return addLink(source, call, slot.link, value);
  const owner = commandIn(source, call) ?? call;
  const given = owner.arguments ?? [];
  const index = slot.argument < 0 ? given.length + slot.argument : slot.argument;
  const argument = given[index];
  const [list = "", ...path] = slot.property;
  if (list.endsWith("[]") && argument) return fillEntries(source, argument, list.slice(0, -2), path, value);
  if (slot.property.some((name) => name.includes("[]")) || index < 0) return undefined;
  if (!argument) return addArgument(source, owner, index, objectText(source, slot.property, value));
  if (slot.property.length === 0 || isNothing(argument))
    return [replace(source, argument, objectText(source, slot.property, value))];
  return setProperty(source, argument, slot.property, value);
}

/** `createJob(data).save()` becomes `createJob(data).setId(id).save()`. */
function addLink(source: ts.SourceFile, call: Call, link: string, value: string): TextEdit[] | undefined {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || textOf(source, expression).includes(`.${link}(`)) return undefined;
  const at = expression.expression.end;
  return [{ file: source.fileName, start: at, end: at, text: `.${link}(${value})` }];
}

/** Every entry of a batch gets its own: told apart by its place where they are written out, by its `Id` where one is made for each item. */
function fillEntries(
  source: ts.SourceFile,
  holder: ts.Expression,
  list: string,
  path: readonly string[],
  value: string,
): TextEdit[] | undefined {
  const input = usedOnce(source, holder);
  const property = ts.isObjectLiteralExpression(input) ? findProperty(input, list) : undefined;
  const given = property && ts.isPropertyAssignment(property) ? usedOnce(source, property.initializer) : undefined;
  const written = given && ts.isArrayLiteralExpression(given) ? given.elements : undefined;
  if (written) {
    const edits = written.map((entry, at) =>
      setEntry(source, entry, path, written.length > 1 ? suffixed(value, String(at + 1)) : value),
    );
    return edits.every((one) => one !== undefined) ? edits.flat() : undefined;
  }
  const made = given && madeForEach(source, given);
  const id = made && findProperty(made, "Id");
  if (!made || !id) return undefined;
  const text = ts.isShorthandPropertyAssignment(id) ? id.name.text : textOf(source, id.initializer);
  const isStable = /^[\w.]+$|^String\([\w.]+\)$/.test(text);
  return isStable ? setEntry(source, made, path, suffixed(value, `\${${text}}`)) : undefined;
}

function setEntry(
  source: ts.SourceFile,
  entry: ts.Expression,
  path: readonly string[],
  value: string,
): TextEdit[] | undefined {
  const own = usedOnce(source, entry);
  return ts.isObjectLiteralExpression(own) ? setProperty(source, own, path, value) : undefined;
}

/** `` `${id}:send` `` becomes `` `${id}:send-2` ``. */
function suffixed(value: string, part: string): string {
  return value.endsWith("`") ? `${value.slice(0, -1)}-${part}\`` : `\`\${${value}}-${part}\``;
}

/** The object in `items.map((item) => ({ … }))`. */
function madeForEach(source: ts.SourceFile, node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const [callback] = ts.isCallExpression(node) ? node.arguments : [];
  const isMap = ts.isCallExpression(node) && textOf(source, node.expression).endsWith(".map");
  if (!isMap || !callback || !ts.isArrowFunction(callback)) return undefined;
  const body = ts.isParenthesizedExpression(callback.body) ? callback.body.expression : callback.body;
  return ts.isObjectLiteralExpression(body) ? body : undefined;
}

/**
 * A key that only some callers pass. An option that is `undefined` is left out by every client; a header that is
 * `undefined` is sent as that word, so it is spread in when it is there.
 */
export function fillSlotWhen(
  source: ts.SourceFile,
  call: Call,
  slot: KeySlot,
  value: string,
  condition: string,
): TextEdit[] | undefined {
  if (slot.link !== undefined) return undefined;
  const path = slot.property;
  const name = path.at(-1);
  const isHeader = name !== undefined && /^headers$/i.test(path.at(-2) ?? "");
  if (!isHeader) return fillSlot(source, call, slot, `${condition} && ${value}`);
  const spread = `...(${condition} && { ${propertyText(source, name, value)} })`;
  const headers = { ...slot, property: path.slice(0, -1) };
  const holder = slotExpression(source, call, headers);
  if (!holder) return fillSlot(source, call, headers, `{ ${spread} }`);
  if (!ts.isObjectLiteralExpression(holder) || mayHold(source, holder, name)) return undefined;
  return addProperty(source, holder, spread, true);
}

/** The property is there, or one of the spreads brings it on some paths. */
function mayHold(source: ts.SourceFile, holder: ts.ObjectLiteralExpression, name: string): boolean {
  return holder.properties.some((property) => textOf(source, property).toLowerCase().includes(name.toLowerCase()));
}

/** The expression that stands at the key's place now. */
export function slotExpression(source: ts.SourceFile, call: Call, slot: KeySlot): ts.Expression | undefined {
  if (slot.link !== undefined) return undefined;
  if (slot.property.length === 0) return argumentOf(source, call, slot);
  const property = slotProperty(source, call, slot)?.property;
  return property && (ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer);
}

/** The property that stands at the key's place now, and the object that it stands in. */
export function slotProperty(
  source: ts.SourceFile,
  call: Call,
  slot: KeySlot,
): { readonly holder: ts.ObjectLiteralExpression; readonly property: ValueProperty } | undefined {
  const name = slot.property.at(-1);
  const node = slotExpression(source, call, { ...slot, property: slot.property.slice(0, -1) });
  const holder = node && usedOnce(source, node);
  if (name === undefined || !holder || !ts.isObjectLiteralExpression(holder)) return undefined;
  const property = findProperty(holder, name);
  return property && { holder, property };
}

function argumentOf(source: ts.SourceFile, call: Call, { argument }: KeySlot): ts.Expression | undefined {
  return (commandIn(source, call) ?? call).arguments?.[argument];
}

/** What a name that is read in one place only was set to, else the node itself. */
function usedOnce(source: ts.SourceFile, node: ts.Expression): ts.Expression {
  if (!ts.isIdentifier(node)) return node;
  const mentions = source.text.match(new RegExp(`(?<![\\w$.])${node.text}(?![\\w$]|\\s*:)`, "g"));
  return mentions?.length === 2 ? (localInitializer(source, node) ?? node) : node;
}

/** `client.send(new SendMessageCommand(input))`, with the command made there or before: the key belongs to it. */
function commandIn(source: ts.SourceFile, call: Call): ts.NewExpression | undefined {
  const first = call.arguments?.[0];
  const isSend = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === "send";
  const command = isSend && first ? (localInitializer(source, first) ?? first) : undefined;
  return command && ts.isNewExpression(command) ? command : undefined;
}

function setProperty(
  source: ts.SourceFile,
  holder: ts.Expression,
  [name, ...rest]: readonly string[],
  value: string,
  isInner = false,
): TextEdit[] | undefined {
  if (name === undefined) return [replace(source, holder, value)];
  if (!ts.isObjectLiteralExpression(holder)) {
    if (!isCopyable(holder)) return undefined;
    return [replace(source, holder, copyWith(source, textOf(source, holder), [name, ...rest], value))];
  }
  const property = findProperty(holder, name);
  if (!property) {
    if (mayHold(source, holder, name)) return undefined;
    return addProperty(source, holder, propertyText(source, name, objectText(source, rest, value)), isInner);
  }
  if (ts.isShorthandPropertyAssignment(property)) {
    const inner = rest.length === 0 ? value : copyWith(source, property.name.text, rest, value);
    return [replace(source, property, propertyText(source, name, inner))];
  }
  return setProperty(source, property.initializer, rest, value, true);
}

type ValueProperty = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** Header names differ in case only, so names are compared without it. */
function findProperty(holder: ts.ObjectLiteralExpression, name: string): ValueProperty | undefined {
  return holder.properties.find(
    (property): property is ValueProperty =>
      (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) &&
      (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name)) &&
      property.name.text.toLowerCase() === name.toLowerCase(),
  );
}

/** `isInner`: it stands in another object, which would have to get lines of its own first. */
function addProperty(
  source: ts.SourceFile,
  holder: ts.ObjectLiteralExpression,
  text: string,
  isInner: boolean,
): TextEdit[] {
  const last = holder.properties.at(-1);
  if (!last) return [replace(source, holder, `{ ${text} }`)];
  const open = holder.getStart(source) + 1;
  if (!isInner && isOnOneLine(source, holder) && growsTooWide(source.text, open, `, ${text}`)) {
    return addOnLines(source, { open, close: holder.end - 1, items: holder.properties }, text);
  }
  const lines = source.text.slice(holder.getStart(source), last.getStart(source)).includes("\n");
  const comma = holder.properties.hasTrailingComma ? "" : ",";
  const at = holder.properties.hasTrailingComma ? source.text.indexOf(",", last.end) + 1 : last.end;
  const indent = indentAt(source.text, last.getStart(source));
  const inserted = lines ? `${comma}\n${indent}${text}${comma ? "" : ","}` : `${comma} ${text}`;
  return [{ file: source.fileName, start: at, end: at, text: inserted }];
}

function isOnOneLine(source: ts.SourceFile, node: ts.Node): boolean {
  return !textOf(source, node).includes("\n");
}

function addArgument(source: ts.SourceFile, call: Call, index: number, text: string): TextEdit[] | undefined {
  const given = call.arguments ?? [];
  if (given.some(ts.isSpreadElement)) return undefined;
  const padding = Array.from({ length: index - given.length }, () => "undefined");
  const added = [...padding, text];
  const last = given.at(-1);
  if (!last) {
    if (!call.arguments) return undefined;
    return [{ file: source.fileName, start: call.arguments.pos, end: call.arguments.pos, text: added.join(", ") }];
  }
  const onOwnLines = /^\s*\n/.test(source.text.slice(call.arguments?.pos ?? last.pos, last.getStart(source)));
  const at = last.end;
  if (isOnOneLine(source, call) && growsTooWide(source.text, at, `, ${added.join(", ")}`)) {
    const open = call.arguments?.pos ?? last.pos;
    return addOnLines(source, { open, close: call.end - 1, items: given }, added.join(", "));
  }
  if (!onOwnLines) return [{ file: source.fileName, start: at, end: at, text: `, ${added.join(", ")}` }];
  const indent = indentAt(source.text, last.getStart(source));
  return [{ file: source.fileName, start: at, end: at, text: added.map((one) => `,\n${indent}${one}`).join("") }];
}

/** A value whose copy by spread keeps its properties: a plain object under a name, not a `Headers` or a call's result. */
function isCopyable(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    (ts.isPropertyAccessExpression(node) && isCopyable(node.expression)) ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

function copyWith(source: ts.SourceFile, original: string, [name, ...rest]: readonly string[], value: string): string {
  if (name === undefined) return value;
  const member = /^[A-Za-z_$][\w$]*$/.test(name) ? `${original}.${name}` : `${original}[${quoted(source, name)}]`;
  const inner = rest.length === 0 ? value : copyWith(source, member, rest, value);
  return `{ ...${original}, ${propertyText(source, name, inner)} }`;
}

function objectText(source: ts.SourceFile, path: readonly string[], value: string): string {
  return path.reduceRight((inner, name) => `{ ${propertyText(source, name, inner)} }`, value);
}

function propertyText(source: ts.SourceFile, name: string, value: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${quoted(source, name)}: ${value}`;
  return name === value ? name : `${name}: ${value}`;
}

function quoted(source: ts.SourceFile, text: string): string {
  const quote = quoteStyle(source.text);
  return `${quote}${text}${quote}`;
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

function replace(source: ts.SourceFile, node: ts.Node, text: string): TextEdit {
  return { file: source.fileName, start: node.getStart(source), end: node.end, text };
}
