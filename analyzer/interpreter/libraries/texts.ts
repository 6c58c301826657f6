import { ts } from "ts-morph";
import { textsAt } from "../../models/patterns.js";
import type { TextModel } from "../../models/text-model.js";
import type { Frame, Machine } from "../walk/machine.js";
import {
  piecesOf,
  provenanceOf,
  textFrom,
  textOf,
  unknown,
  type LibraryValue,
  type Link,
  type Value,
} from "../values/value.js";
import { at, inside, type Called } from "./places.js";

type Piece = string | Value;

/** The text that a call makes for another one to send; undefined where the library says nothing of the call. */
export function makeText(callee: LibraryValue, called: Called, frame: Frame, machine: Machine): Value | undefined {
  const [model] = textsAt(callee.library, called.path);
  if (!model) return undefined;
  const made = model.pieces.flatMap((piece) => (typeof piece === "string" ? [piece] : inserted(at(piece, called))));
  const pieces = model.fills ? filled(made, model.fills, called) : made;
  return model.adds ? added(callee, pieces, called.link, frame, machine) : textFrom(pieces);
}

/** What is called on stays what it is, with more text; whoever holds it sees that. */
function added(callee: LibraryValue, pieces: readonly Piece[], link: Link, frame: Frame, machine: Machine): Value {
  const before = callee.links.at(-1)?.args[0];
  const grown = textFrom([...(before ? piecesOf(before) : []), ...pieces]);
  const path = callee.path.slice(0, callee.path.lastIndexOf("."));
  const value: LibraryValue = { ...callee, path, links: [{ ...link, args: [grown] }] };
  const holder =
    ts.isCallExpression(link.node) &&
    ts.isPropertyAccessExpression(link.node.expression) &&
    link.node.expression.expression;
  if (holder && ts.isIdentifier(holder)) machine.store(holder, value, frame);
  return value;
}

function inserted(value: Value | undefined): readonly Piece[] {
  if (value === undefined) return [];
  if (value.kind === "array")
    return value.items.flatMap((item, index) => [...(index > 0 ? ["; "] : []), ...inserted(item)]);
  if (value.kind === "object") {
    const text = inside(value, "query");
    return text ? inserted(text) : [unknown(provenanceOf(value))];
  }
  // What a tag of the library made.
  const tagged = value.kind === "library" ? value.links.at(-1)?.args[0] : undefined;
  return piecesOf(tagged ?? value);
}

function filled(
  pieces: readonly Piece[],
  { placeholder, values, spread }: NonNullable<TextModel["fills"]>,
  called: Called,
): readonly Piece[] {
  const held = at(values, called);
  const listed = spread ? called.args.slice(values.argument) : held?.kind === "array" ? held.items : [];
  let next = 0;
  return pieces.flatMap((piece) => {
    if (typeof piece !== "string") return [piece];
    const parts: Piece[] = [];
    let from = 0;
    for (const match of piece.matchAll(new RegExp(placeholder, "g"))) {
      const [text, name] = match;
      const value = name === undefined ? listed[next++] : held && inside(held, name);
      parts.push(piece.slice(from, match.index), asWritten(text, value ?? unknown(held && provenanceOf(held))));
      from = match.index + text.length;
    }
    return [...parts, piece.slice(from)];
  });
}

/** `%I`, `%s` and `??` stand for names, which are part of the text where they are known. */
function asWritten(placeholder: string, value: Value): Piece {
  const name = /^(%\d*\$?[Is]|\?\?)$/.test(placeholder) ? textOf(value) : undefined;
  return name ?? (value.kind === "literal" ? unknown(value.provenance) : value);
}
