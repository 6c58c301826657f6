import type { Site } from "../trace.js";
import type { Table } from "./unique.js";

/** A table as the declaration of a service's infrastructure has it. */
export interface DynamodbTable {
  /** What it is called: the name that it is deployed under, when that is fixed, then its id and the variable that holds it. */
  readonly names: readonly string[];
  /** The partition key, and the sort key when there is one. */
  readonly keys: readonly string[];
  readonly site: Site;
}

/** What one file declares. */
export interface DynamodbFile {
  readonly file: string;
  readonly tables: readonly DynamodbTable[];
  /** Environment variables, each with the name of the table whose deployed name it holds. */
  readonly variables: readonly (readonly [variable: string, table: string])[];
}

/** The tables that files declare; code knows most of them by an environment variable alone. */
export function dynamodbTables(files: readonly DynamodbFile[]): readonly Table[] {
  const variables = files.flatMap((file) => file.variables);
  return files.flatMap(({ tables }) =>
    tables.flatMap((table) => {
      const held = variables.flatMap(([variable, name]) => (table.names.includes(name) ? [variable] : []));
      return tableOf([...table.names, ...held], table) ?? [];
    }),
  );
}

/** Whether a name is written as environment variables are. */
export function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

/** The key alone is unique: an index may hold many items under one value. */
function tableOf([name, ...aliases]: readonly string[], { keys, site }: DynamodbTable): Table | undefined {
  if (name === undefined || keys.length === 0) return undefined;
  return {
    name,
    aliases: [...new Set(aliases)].filter((alias) => alias !== name),
    columns: keys.map((key) => ({ name: key, property: key, nullable: false })),
    uniques: [{ kind: "primary", columns: keys, nullable: [], expressions: [], site }],
    source: "dynamodb",
    site,
  };
}
