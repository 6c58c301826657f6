import type { EffectKind, Risk } from "../trace.js";
import type { KeyModel } from "./key-model.js";
import type { Condition, Place } from "./place.js";

/** A call and what it does to the world. */
export interface CallModel {
  /** Pattern or patterns of the call that decides. In a chain it is the deciding link, wherever the chain ends. */
  readonly match: string | readonly string[];
  /**
   * The call sends a command object (`client.send(new PutCommand(input))`) of one of these classes. `argument` in this
   * model's places then counts the arguments of the command's constructor.
   */
  readonly command?: string | readonly string[];
  /**
   * `sql` classifies by the statement's text; `http` by the method and URL. `save` writes a whole record: an update when
   * the record was read from the store, an insert when its primary key is not among the values, else an upsert by it.
   */
  readonly effect: EffectKind | "sql" | "http" | "save";
  readonly risk?: Risk;
  readonly target?: Place;
  /** Further places of the target, tried in order when the first holds nothing. */
  readonly orTarget?: readonly Place[];
  /** The target is a table's name in code; the option of the client that lists the tables under these names: `schema`. */
  readonly tablesInCode?: string;
  /** The name of the one column that changes, when it is an argument of its own (`increment({ id }, "balance", 5)`). */
  readonly column?: Place;
  /** The operation says little (`sendMail`): what is passed decides, so a helper that only passes it on is not the place to report. */
  readonly content?: boolean;
  /** The object (or array of objects) of columns written. */
  readonly values?: Place;
  /**
   * What selects the rows: an object of columns, a comparison (`eq(orders.id, id)`), or a column's name followed by its
   * value with or without an operator between (`.where("id", "=", id)`). A link that occurs several times adds up.
   */
  readonly where?: Place;
  /** For a read, where it may name the columns that come back: an object, a list or a text of names. The first of the places that holds something. */
  readonly selects?: readonly Place[];
  /** SQL text, for `effect: "sql"`; parameters, when given apart. */
  readonly sql?: Place;
  readonly parameters?: Place;
  /** What stands for the text is a call of a function that was made of a file (`record(id)`): the last folder of those files, by whose names the functions go. What it is given are the parameters. */
  readonly sqlFiles?: string;
  /** The parameters may be arguments of their own from that place on: `bind(a, b)`. */
  readonly spread?: boolean;
  /** Link that binds one named parameter, the name first and the value last: `input("id", Int, order.id)`. */
  readonly bound?: string;
  /** It runs a routine of the database: its name, and its arguments in a list or by name. Where the routine is written in the project, what it does decides, not `effect`. */
  readonly routine?: { readonly name: Place; readonly given?: Place };
  /** In this store's SQL an `INSERT` replaces the row under its key, whose column stands first. */
  readonly replaces?: boolean;
  /** In this store's SQL an `INSERT` is refused where there is a row under its key. */
  readonly refuses?: boolean;
  /** HTTP: fixed method, or the place of it (default GET when absent). */
  readonly method?: string | Place;
  readonly url?: Place;
  /** HTTP: the host, where the URL is a path alone. */
  readonly host?: Place;
  readonly key?: KeyModel;
  /** Properties in `values` that make the change relative: `increment`, `$inc`; `()` is a function in a value's place. */
  readonly relative?: readonly string[];
  /** Properties under a column in `values` that write rows of a related table: `create`, `connectOrCreate`. */
  readonly nested?: readonly NestedWrite[];
  /** The option that lists the associations whose rows, in `values`, are made along: `include: ["lines", { model: Line, as: "lines" }]`. */
  readonly along?: Place;
  /** The library sends the call again on its own. */
  readonly repeats?: RepeatModel;
  /** Links or options that turn an insert into one that ignores or merges conflicts. */
  readonly conflictClauses?: readonly ConflictClause[];
  /** For upserts: the place of the conflict target (columns); for Prisma the `where` object's keys. */
  readonly conflictTarget?: Place;
  /** For upserts of a store that looks for the record and then makes it, for people: `MongoDB looks for the document before it makes one`. */
  readonly looksFirst?: string;
  /** The call itself names what it expects to find: where that no longer holds, it changes nothing and throws. */
  readonly conditional?: boolean;
  /** Once it was done the other side refuses it with an error: a second attempt goes no further, unless a key gets it the answer of the first. */
  readonly once?: boolean;
  /** Columns that make up the primary key in most schemas of this store, for when no schema tells. */
  readonly identityColumns?: readonly string[];
  /** Nothing but the record's own key is unique in this store, so a schema could not say more. */
  readonly keyedOnly?: boolean;
  /** The property of the answer that tells whether there is a record, or that holds the records: `snapshot.exists`, `{ Items }`. */
  readonly found?: string;
  /** How the result tells whether this attempt was the first. */
  readonly claim?: ClaimModel;
  /** Options that must be present for this model to apply (`SET k v NX`). */
  readonly when?: readonly Condition[];
  /** Where the record of a transaction stands: writes of one function that are given one are committed together. */
  readonly within?: Place;
  /** A row lock on what is read. */
  readonly locks?: boolean | Condition;
  /** What the call returns: one row, rows, a count, a reply; or a library value with this path, of another library where one is named. */
  readonly returns?:
    "row" | "rows" | "count" | "boolean" | "reply" | { readonly path: string; readonly library?: string };
  /** What the members of a row are: an object of columns and tables (`select({ video: videos })`), and links that join tables. */
  readonly parts?: { readonly columns: Place; readonly joins: readonly string[] };
  /** Path of the record that the answer is or holds, when it has methods of its own (`const order = await Order.findByPk(id); order.save()`): `Document#`. */
  readonly record?: string;
  /**
   * Paths of what functions in the place of values are given, by the name of the link: `set((eb) => ({ … }))` is
   * `{ set: "ExpressionBuilder#" }`. What they return stands there then; when it is a chain of calls, its links join in.
   */
  readonly builders?: Readonly<Record<string, string>>;
  /** Several writes in one call: `bulkWrite([{ updateOne: … }])`. */
  readonly batch?: BatchModel;
  /** It adds to what earlier calls of the chain did, and replaces nothing: `multi().set(key, value).incr(counter)`. */
  readonly queued?: boolean;
  /** Methods on the result that must be called for the effect to happen (`execute`, `exec`); chains without them are lazy. */
  readonly onlyWith?: readonly string[];
}

/** A call that makes a record in memory (`repository.create(values)`), or sets values on one (`em.assign(order, values)`). */
export interface MakerModel {
  readonly match: string | readonly string[];
  readonly values: Place;
  /** What the record is one of: names the target when the record is written. */
  readonly target?: Place;
  /** Path of the new record, when it has methods of its own. */
  readonly record?: string;
  /** The record that the values are set on. Absent: a new one. */
  readonly into?: Place;
}

/** A list of writes in one call; the call's own effect stands where the list is not known. */
export interface BatchModel {
  readonly place: Place;
  /** Not one list, but an object of lists: its keys are the targets. */
  readonly byTarget?: boolean;
  /** By the item's property: what it does. The property's value is argument 0 of these, the item itself argument 1; the first whose `when` holds decides. */
  readonly items: Readonly<Record<string, readonly Omit<CallModel, "match" | "command" | "batch">[]>>;
  /** What an item does that is a call of the library, which was not sent yet: `db.batch([db.prepare(text).bind(id)])`. */
  readonly calls?: Omit<CallModel, "match" | "command" | "batch">;
  /** What an item does that is a text. */
  readonly texts?: Omit<CallModel, "match" | "command" | "batch">;
  /** All or nothing: an item that expects what a second attempt does not find guards the others. */
  readonly atomic?: boolean;
}

/** Repeats that a library makes by itself. */
export interface RepeatModel {
  /** For people: `got sends a PUT or DELETE again up to 2 times`. */
  readonly what: string;
  /** HTTP methods repeated by default; absent means the call is repeated whatever its method. */
  readonly methods?: readonly string[];
  /** Place of a list of methods that replaces `methods`. */
  readonly methodsOption?: Place;
  /** Place of the number of repeats; 0 turns them off. */
  readonly limit?: Place;
}

/** A property under a column that writes rows of a related table. */
export interface NestedWrite {
  readonly name: string;
  /** It changes rows that are there: only what is changed relative to what it was is an effect of its own. */
  readonly changes?: boolean;
  /** The member that holds the rows, when they do not stand there themselves. */
  readonly values?: string;
  /** The member that a row is looked up by before one is made. */
  readonly where?: string;
  /** The member that lets rows be which conflict. */
  readonly ignores?: string;
  /** The member beside it that, without a condition, deletes the rows which are there: those that it writes replace them. */
  readonly replaced?: string;
}

export interface ConflictClause {
  /** A chain link (`onConflictDoNothing`, `orIgnore`) or a place of an option (`skipDuplicates`). */
  readonly link?: string;
  readonly option?: Place;
  /** `ignore` keeps the old row, `merge` overwrites it. */
  readonly mode: "ignore" | "merge";
  /** Place of the target columns, when written. */
  readonly target?: Place;
  /** Place of the values set on conflict. */
  readonly set?: Place;
}

/** How to read the answer of an atomic claim. */
export interface ClaimModel {
  /** Which property of the result is tested, or which ones may be; absent means the result itself. */
  readonly property?: string | readonly string[];
  /** What the winner sees. */
  readonly won: "truthy" | "falsy" | "positive" | "non-empty" | { readonly equals: string | number | boolean };
  /** `insert`: a new record under a unique key; `update`: a conditional update. */
  readonly by: "insert" | "update";
  /** Where the claimed key stands (for its provenance). */
  readonly key?: Place;
}
