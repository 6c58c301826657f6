import { ts } from "ts-morph";
import type { Column, Table, UniqueSet } from "../../analyzer/schema/unique.js";

/** A table in a few lines: its names, its columns and its unique sets. */
export function brief(table: Table): readonly string[] {
  const names = [table.name, ...table.aliases.map((alias) => `=${alias}`)].join(" ");
  return [names, table.columns.map(column).join(" "), ...table.uniques.map(unique)];
}

/** A unique set in one line. */
export function unique(set: UniqueSet): string {
  return [
    set.kind,
    `(${[...set.columns, ...set.expressions.map((text) => `{${text}}`)].join(",")})`,
    set.nullable.length > 0 ? `null ${set.nullable.join(",")}` : "",
    set.where === undefined ? "" : `where ${set.where}`,
    set.nullsNotDistinct ? "nulls-not-distinct" : "",
    set.deferrable ? "deferrable" : "",
    set.name === undefined ? "" : `named ${set.name}`,
    set.key === undefined || set.key === set.columns.join("_") ? "" : `key ${set.key}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** A source as the project parses it. */
export function source(text: string, file = "/app/schema.ts"): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

function column(of: Column): string {
  const name = of.property === of.name ? of.name : `${of.property}:${of.name}`;
  return `${name}${of.nullable ? "?" : ""}${of.generated ? `~${of.generated}` : ""}`;
}
