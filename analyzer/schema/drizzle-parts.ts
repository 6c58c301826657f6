import { ts } from "ts-morph";
import type { Site } from "../trace.js";
import type { DeclaredUnique } from "./change.js";
import { generatedBy } from "./generated.js";
import { bare, chainOf, elementsOf, isTrue, objectOf, propertyOf, returnedBy, stringOf } from "./literal.js";
import type { Link } from "./literal.js";
import type { Column } from "./unique.js";

/** A column of a Drizzle table; its unique sets are about this column alone. */
export interface DrizzleColumn {
  readonly property: string;
  /** As written; absent when the property or the casing option gives it. */
  readonly name?: string;
  readonly nullable: boolean;
  readonly generated?: Column["generated"];
  readonly type: string;
  readonly primary: boolean;
  readonly uniques: readonly Omit<DeclaredUnique, "columns">[];
}

/** A unique set of the extra callback; `columns` are property names. */
export type DrizzleUnique = DeclaredUnique;

type SiteOf = (start: number, end: number) => Site;

/** Reads `text("order_id").notNull().unique()`; `undefined` when the value is no column builder. */
export function readDrizzleColumn(property: string, value: ts.Expression, siteOf: SiteOf): DrizzleColumn | undefined {
  const [root, ...links] = chainOf(value);
  if (!root) return undefined;
  const name = stringOf(root.arguments[0]);
  const site = siteOf(value.getStart(), value.end);
  const uniques: Omit<DeclaredUnique, "columns">[] = [];
  let generated: Column["generated"] = /serial/i.test(root.name) ? "sequence" : undefined;
  let nullable = generated === undefined;
  for (const link of links) {
    if (link.name === "notNull") nullable = false;
    if (link.name === "primaryKey") {
      if (isTrue(propertyOf(link.arguments[0], "autoIncrement"))) generated = "sequence";
      uniques.push({ kind: "primary", site, expressions: [] });
    }
    if (link.name === "unique") {
      const written = stringOf(link.arguments[0]);
      uniques.push({
        kind: "unique",
        site,
        expressions: [],
        ...(written === undefined ? {} : { name: written }),
        ...(stringOf(propertyOf(link.arguments[1], "nulls")) === "not distinct" ? { nullsNotDistinct: true } : {}),
      });
    }
    generated = generatedByLink(link) ?? generated;
  }
  const primary = uniques.some((unique) => unique.kind === "primary");
  return {
    property,
    ...(name === undefined ? {} : { name }),
    nullable: nullable && !primary,
    ...(generated ? { generated } : {}),
    type: root.name,
    primary,
    uniques,
  };
}

function generatedByLink(link: Link): Column["generated"] {
  switch (link.name) {
    case "autoincrement":
    case "generatedAlwaysAsIdentity":
    case "generatedByDefaultAsIdentity":
      return "sequence";
    case "defaultRandom":
      return "random";
    case "defaultNow":
    case "onUpdateNow":
      return "clock";
    case "default":
    case "$default":
    case "$defaultFn":
    case "$onUpdate":
    case "$onUpdateFn": {
      const given = link.arguments[0];
      if (!given) return "constant";
      const value = returnedBy(given) ?? bare(given);
      return generatedInCode(value.getText());
    }
    default:
      return undefined;
  }
}

/** What a default written in TypeScript makes. */
function generatedInCode(text: string): Column["generated"] {
  return /\bnew Date\b|\bDate\.now\b/.test(text) ? "clock" : generatedBy(text);
}

/** Reads the extra callback of a table, in array and in object form. */
export function readDrizzleConstraints(extra: ts.Expression | undefined, siteOf: SiteOf): readonly DrizzleUnique[] {
  const returned = returnedBy(extra) ?? extra;
  const object = objectOf(returned);
  const members = object
    ? object.properties.flatMap((property) => (ts.isPropertyAssignment(property) ? [property.initializer] : []))
    : (elementsOf(returned) ?? []);
  return members.flatMap((member) => {
    const unique = readConstraint(member, siteOf);
    return unique ? [unique] : [];
  });
}

function readConstraint(member: ts.Expression, siteOf: SiteOf): DrizzleUnique | undefined {
  const [root, ...links] = chainOf(member);
  const site = siteOf(member.getStart(), member.end);
  if (root?.name === "primaryKey") {
    const config = objectOf(root.arguments[0]);
    const name = stringOf(propertyOf(config, "name"));
    const listed = config ? (elementsOf(propertyOf(config, "columns")) ?? []) : root.arguments;
    return { kind: "primary", ...membersOf(listed), site, ...(name === undefined ? {} : { name }) };
  }
  if (root?.name !== "unique" && root?.name !== "uniqueIndex") return undefined;
  const name = stringOf(root.arguments[0]);
  const on = links.find((link) => link.name === "on" || link.name === "onOnly");
  const using = links.find((link) => link.name === "using");
  const where = links.find((link) => link.name === "where")?.arguments[0];
  const parts = membersOf(on?.arguments ?? using?.arguments.slice(1) ?? []);
  if (parts.columns.length + parts.expressions.length === 0) return undefined;
  return {
    kind: "unique",
    ...parts,
    site,
    ...(name === undefined ? {} : { name }),
    ...(where ? { where: sqlText(where) } : {}),
    ...(links.some((link) => link.name === "nullsNotDistinct") ? { nullsNotDistinct: true } : {}),
  };
}

function membersOf(listed: readonly ts.Expression[]): {
  readonly columns: readonly string[];
  readonly expressions: readonly string[];
} {
  const columns: string[] = [];
  const expressions: string[] = [];
  for (const each of listed) {
    const column = columnOf(each);
    if (column === undefined) expressions.push(sqlText(each));
    else columns.push(column);
  }
  return { columns, expressions };
}

/** `t.a`, `t["a"]`, `a` from a destructured parameter, `t.a.desc()`. */
function columnOf(node: ts.Expression): string | undefined {
  const at = bare(node);
  if (ts.isIdentifier(at)) return at.text;
  if (ts.isPropertyAccessExpression(at)) return at.name.text;
  if (ts.isElementAccessExpression(at)) return stringOf(at.argumentExpression);
  if (!ts.isCallExpression(at)) return undefined;
  const callee = bare(at.expression);
  const modifies = ts.isPropertyAccessExpression(callee) && MODIFIERS.has(callee.name.text);
  return modifies ? columnOf(callee.expression) : undefined;
}

const MODIFIERS = new Set(["asc", "desc", "nullsFirst", "nullsLast", "op"]);

/** The text inside the sql tag, holes as their last name; else the expression's own text. */
function sqlText(node: ts.Expression): string {
  const at = bare(node);
  if (!ts.isTaggedTemplateExpression(at)) return at.getText();
  const { template } = at;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (text, span) => text + (columnOf(span.expression) ?? span.expression.getText()) + span.literal.text,
    template.head.text,
  );
}
