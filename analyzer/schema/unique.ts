import type { Site } from "../trace.js";
import type { Routine } from "./routines.js";

/** A set of columns whose combined value can occur once in a table. */
export interface UniqueSet {
  readonly columns: readonly string[];
  readonly kind: "primary" | "unique";
  /** Where it is declared. */
  readonly site: Site;
  /** Name of the constraint or index, when written. */
  readonly name?: string;
  /** Columns that may be null: a null never conflicts (SQL default). */
  readonly nullable: readonly string[];
  /** Predicate of a partial index, as text. */
  readonly where?: string;
  /** One of the members is an expression (`lower(email)`); its text. */
  readonly expressions: readonly string[];
  /** NULLS NOT DISTINCT. */
  readonly nullsNotDistinct?: boolean;
  /** Checked at commit: it can be no conflict target. */
  readonly deferrable?: boolean;
  /** The name that the set has in a `where` of the client (Prisma: `userId_projectId`). */
  readonly key?: string;
}

export interface Column {
  readonly name: string;
  /** Name in code when it differs (`orderId` for `order_id`). */
  readonly property: string;
  readonly nullable: boolean;
  /** What the database or the ORM makes on its own: a sequence, a random id, the clock, or a fixed default. */
  readonly generated?: "sequence" | "random" | "clock" | "constant";
  readonly type?: string;
}

/** A property that stands for columns of a relation: `user` for `user_id`. */
export interface Relation {
  readonly property: string;
  readonly columns: readonly string[];
  /** The related model, entity or table, by its name in code. */
  readonly target: string;
  /** The columns or properties there that the columns point to. */
  readonly references: readonly string[];
}

export interface Table {
  /** Name in the database. */
  readonly name: string;
  /** Names in code: Prisma model (`Order`, `order`), entity class, exported Drizzle variable. */
  readonly aliases: readonly string[];
  readonly columns: readonly Column[];
  /** Properties that hold rows of other tables, which point here (`order.lines`); to each the table and whether it is a list. */
  readonly held?: Readonly<Record<string, { readonly target: string; readonly list: boolean }>>;
  /** Columns by their names in the database. */
  readonly uniques: readonly UniqueSet[];
  readonly relations?: readonly Relation[];
  readonly source:
    | "prisma"
    | "drizzle"
    | "typeorm"
    | "sql"
    | "sequelize"
    | "mikroorm"
    | "mongoose"
    | "mongodb"
    | "knex"
    | "objection"
    | "dynamodb";
  /** Where the table is declared. */
  readonly site: Site;
}

/** What is known of the database: the union over all sources. */
export interface SchemaIndex {
  /** By any of its names, case-insensitively where the name is not found exactly. */
  table(name: string): Table | undefined;
  readonly tables: readonly Table[];
  /** The functions and procedures of a name, of which there is one for each list of types. */
  routines(name: string): readonly Routine[];
  /** The text of a file of SQL, by the end of its path without `.sql`: `sql/recordPayment`. */
  text(place: string): string | undefined;
  /** Files that were read. */
  readonly files: readonly string[];
  /** Sentences about sources that could not be read. */
  readonly problems: readonly string[];
}
