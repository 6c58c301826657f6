import { ts } from "ts-morph";
import { bare, decoratorsOf, nameOf, propertyOf, stringOf, returnedBy } from "./literal.js";
import { plural } from "./sequelize-parts.js";
import type { Table } from "./unique.js";

/** Rows of another model that a model's rows hold, or point to, under a name. */
export interface Association {
  readonly owner: string;
  readonly property: string;
  readonly target: string;
  readonly list: boolean;
}

const KINDS: Readonly<Record<string, { readonly list: boolean }>> = {
  hasMany: { list: true },
  belongsToMany: { list: true },
  hasOne: { list: false },
  belongsTo: { list: false },
};

/** Associations that a node declares: `Order.hasMany(Line, { as: "lines" })`, `@HasMany(() => Line) lines`. */
export function associationsAt(node: ts.Node): readonly Association[] {
  if (ts.isCallExpression(node)) return declaredBy(node);
  return ts.isPropertyDeclaration(node) ? decorated(node) : [];
}

/** What each model's rows hold, by the model's name. */
export function heldRows(associations: readonly Association[]): ReadonlyMap<string, NonNullable<Table["held"]>> {
  const held = new Map<string, NonNullable<Table["held"]>>();
  for (const { owner, property, target, list } of associations)
    held.set(owner, { ...held.get(owner), [property]: { target, list } });
  return held;
}

function declaredBy(call: ts.CallExpression): readonly Association[] {
  const callee = bare(call.expression);
  const kind = ts.isPropertyAccessExpression(callee) ? KINDS[callee.name.text] : undefined;
  const [first, options] = call.arguments;
  if (!kind || !first || !ts.isPropertyAccessExpression(callee)) return [];
  const [owner, target] = [lastPart(callee.expression), lastPart(first)];
  if (owner === undefined || target === undefined) return [];
  const property = stringOf(propertyOf(options, "as")) ?? (kind.list ? plural(target) : target);
  return [{ owner, property, target, list: kind.list }];
}

/** `Line` of `Line` and of `models.Line`. */
function lastPart(node: ts.Expression): string | undefined {
  const name = bare(node);
  if (ts.isPropertyAccessExpression(name)) return name.name.text;
  return ts.isIdentifier(name) ? name.text : undefined;
}

function decorated(member: ts.PropertyDeclaration): readonly Association[] {
  const owner = ts.isClassDeclaration(member.parent) ? member.parent.name?.text : undefined;
  const property = nameOf(member.name);
  if (owner === undefined || property === undefined) return [];
  return decoratorsOf(member).flatMap(({ name, arguments: [model] }): Association[] => {
    const kind = KINDS[`${name[0]?.toLowerCase() ?? ""}${name.slice(1)}`];
    const returned = model && (returnedBy(model) ?? model);
    const target = returned && lastPart(returned);
    return kind && target !== undefined ? [{ owner, property, target, list: kind.list }] : [];
  });
}
