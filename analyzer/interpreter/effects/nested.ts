import { ts } from "ts-morph";
import type { NestedWrite } from "../../models/call-model.js";
import { join, nothing } from "../../provenance.js";
import { riskOfName } from "../../risk.js";
import type { Relation, SchemaIndex, Table } from "../../schema/unique.js";
import { siteOf } from "../../sites.js";
import type { Effect, Provenance, Site } from "../../trace.js";
import { askedOfAll } from "../expressions/picked.js";
import { optionsOf, type Value } from "../values/value.js";
import type { Machine } from "../walk/machine.js";
import { lockIn, refine, type State } from "../walk/state.js";
import { columnsOf, type Columns } from "./columns.js";
import { judgeInsert, judgeUpsert, type Judgement } from "./write-guards.js";

/** Rows of a related table that a write makes or changes along with its own row. */
export interface Nested {
  readonly relation: string;
  readonly write: NestedWrite;
  readonly value: Value;
  /** Properties under its columns that make a change relative. */
  readonly relative: readonly string[];
  /** It happens where the row of its owner was there already, and each time again. */
  readonly onUpdate?: boolean;
  /** The same write deletes the rows that are there. */
  readonly replaces: boolean;
  /** The related model, where the write names it. */
  readonly target?: string;
}

interface Rows {
  readonly columns: Columns;
  readonly where: Readonly<Record<string, Provenance>>;
  readonly ignoresConflict: boolean;
}

/** The effect of a nested write: on the related table where the schema names it, else on what the property is called. None where it only sets what is there. */
export function nestedEffect(
  nested: Nested,
  node: ts.Node,
  parent: Effect,
  judgement: Judgement,
  state: State,
  { world }: Machine,
): Effect | undefined {
  const { relation, write, value } = nested;
  const table = relatedTable(nested, parent, world.schema);
  const target = table?.aliases[0] ?? nested.target ?? relation;
  const rows = withOwner(rowsOf(nested), table, parent, world.schema);
  const named = world.ownRisk(target) ?? world.ownRisk(relation) ?? riskOfName(relation);
  const site = writtenAt(node, relation, write) ?? parent.site;
  // Its owner is made by the same write, or was there already and nothing is made.
  const isNew = !nested.onUpdate && (parent.kind === "insert" || parent.ignoresConflict);
  const { relative } = rows.columns;
  if (write.changes && (isNew || relative.length === 0)) return undefined;
  const judgedAlone = write.changes ? undefined : table && judged(target, rows, write, site, world.schema);
  const own = isNew ? undefined : judgedAlone;
  return {
    ...parent,
    site,
    kind: write.changes ? "increment" : own && write.where !== undefined ? "upsert" : "insert",
    target,
    name: `${parent.name} → ${relation}`,
    risk: named.risk,
    riskReason: named.reason,
    values: rows.columns.values,
    constants: rows.columns.constants,
    where: rows.where,
    relative,
    checks: [...refine(state, askedOfAll([value], lockIn(state)), new Set()).checks.values()],
    guards:
      parent.kind === "insert" && judgement.guards.length > 0
        ? parent.guards
        : [...parent.guards.filter((guard) => !judgement.guards.includes(guard)), ...(judgedAlone?.guards ?? [])],
    ...(own && { conflict: own.conflict, shortfalls: own.shortfalls, ignoresConflict: rows.ignoresConflict }),
    ...(isNew ? { quiet: `it is written together with ${parent.target}`, along: parent.target } : {}),
    ...(isNew && parent.guards.length === 0
      ? judgedAlone && { conflict: judgedAlone.conflict, shortfalls: judgedAlone.shortfalls }
      : {}),
    ...(nested.replaces ? { quiet: `it replaces the rows of ${parent.target} that are there` } : {}),
  };
}

function judged(target: string, rows: Rows, write: NestedWrite, site: Site, schema: SchemaIndex): Judgement {
  const draft = { target, bounds: [], differs: [], ...rows };
  return write.where === undefined ? judgeInsert(draft, site, schema) : judgeUpsert(draft, site, schema);
}

function relatedTable(nested: Nested, { target }: Effect, schema: SchemaIndex): Table | undefined {
  const owner = schema.table(target);
  const { relation } = nested;
  const related = owner?.held?.[relation]?.target ?? relationOf(owner, relation)?.target ?? nested.target;
  return related === undefined ? undefined : schema.table(related);
}

function relationOf(table: Table | undefined, property: string): Relation | undefined {
  return table?.relations?.find((one) => one.property === property);
}

function rowsOf({ write, value, relative }: Nested): Rows {
  const members = (name: string): readonly Value[] => wholes(value).flatMap((one) => memberOf(one, name) ?? []);
  const made = write.values === undefined ? [value] : members(write.values);
  const found = write.where === undefined ? [] : members(write.where);
  const ignored = write.ignores === undefined ? [] : members(write.ignores);
  return {
    columns: columnsOf({ kind: "array", items: made, provenance: nothing }, write.changes ? relative : []),
    where: columnsOf({ kind: "array", items: found, provenance: nothing }).values,
    ignoresConflict:
      (write.where !== undefined && !write.changes) ||
      ignored.some((one) => one.kind === "literal" && one.value === true),
  };
}

/** A nested write takes one or a list of them. */
function wholes(value: Value): readonly Value[] {
  return optionsOf(value).flatMap((one) => (one.kind === "array" ? one.items.flatMap(wholes) : [one]));
}

function memberOf(value: Value, name: string): Value | undefined {
  return value.kind === "object" ? value.properties.get(name) : undefined;
}

/** The row belongs to the one that its owner's write names: its columns that point there hold what that one is found by. */
function withOwner(rows: Rows, table: Table | undefined, { target, where }: Effect, schema: SchemaIndex): Rows {
  const owner = schema.table(target);
  const link = table?.relations?.find((one) => owner?.aliases.includes(one.target));
  if (!link || Object.keys(where).length === 0) return rows;
  const pointing = link.columns.map((column, at): [string, Provenance] => {
    const referenced = link.references[at] ?? "";
    return [column, where[referenced] ?? join(Object.values(where))];
  });
  return { ...rows, columns: { ...rows.columns, values: { ...Object.fromEntries(pointing), ...rows.columns.values } } };
}

/** Where the rows stand in an object that was filled before the call: `data.lines = { createMany: … }`. */
function writtenAt(call: ts.Node, relation: string, { name }: NestedWrite): Site | undefined {
  const around = ts.findAncestor(call, ts.isFunctionLike);
  if (!around || call.getText().includes(relation)) return undefined;
  let found: ts.Node | undefined;
  const look = (node: ts.Node): void => {
    if (node.pos >= call.pos) return;
    const value = assigned(node, relation);
    if (value && ts.isObjectLiteralExpression(value))
      found = value.properties.find((one) => one.name?.getText() === name) ?? found;
    if (assigned(node, name) && node.getText().includes(`.${relation}.${name} `)) found = node;
    ts.forEachChild(node, look);
  };
  look(around);
  return found && siteOf(found);
}

function assigned(node: ts.Node, name: string): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === name) return node.initializer;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return ts.isPropertyAccessExpression(node.left) && node.left.name.text === name ? node.right : undefined;
}
