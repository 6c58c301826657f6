import { silently } from "../context.js";
import { isLoopback, matchesHost } from "../loopback.js";
import { recordMongodb } from "../recorders/mongodb.js";
import { isObject } from "../recorders/patch.js";
import { isIdempotencyStore } from "../recorders/roles.js";
import { documentRow, isObjectId } from "./mongodb-values.js";
import type { ObservedStore, Observer, TableState } from "./observer.js";
import { HarnessError } from "./sql-access.js";

/** More documents than this in one collection are not copied. */
const MOST_DOCUMENTS = 10_000;
const LOGS = /(^|_)(audit|audits|log|logs|metric|metrics)$/i;

/** What counts in a MongoDB database. */
export interface CollectionChoice {
  /** Only these collections. */
  readonly collections?: readonly string[];
  /** Collections (`sessions`) and fields (`orders.touchedAt`) that are no effect. */
  readonly exclude?: readonly string[];
}

/** Watches a MongoDB database through the driver's `Db`. Documents that are there at first are put back after each run. */
export function mongodb(database: unknown, choice: CollectionChoice = {}): Observer {
  return {
    name: "mongodb",
    async open({ allow }) {
      if (!isDatabase(database)) throw new HarnessError('mongodb(…) takes the driver\'s Db: client.db("shop")');
      for (const host of hostsOf(database.client)) {
        if (!host.startsWith("/") && !isLoopback(host) && !matchesHost(host, allow))
          throw new HarnessError(
            `the MongoDB host ${host} is not loopback: name it in \`allow\` if that is what you want`,
          );
      }
      recordMongodb({ Collection: database.collection("_").constructor });
      return observe(database, choice, await documentsIn(database, choice));
    },
  };
}

/** The part of the driver's `Db` that is used. */
interface Database {
  readonly client?: unknown;
  collection(name: string): Collection;
  listCollections(filter: object, options: object): { toArray(): Promise<readonly { readonly name: string }[]> };
}

interface Collection {
  find(): { toArray(): Promise<readonly Document[]> };
  deleteMany(filter: object): Promise<unknown>;
  insertMany(documents: readonly Document[]): Promise<unknown>;
  countDocuments(): Promise<number>;
}

type Document = Readonly<Record<string, unknown>>;

function isDatabase(value: unknown): value is Database {
  return isObject(value) && typeof value["collection"] === "function" && typeof value["listCollections"] === "function";
}

function observe(
  database: Database,
  choice: CollectionChoice,
  baseline: ReadonlyMap<string, readonly Document[]>,
): ObservedStore {
  const replace = async (name: string, documents: readonly Document[]): Promise<void> => {
    await database.collection(name).deleteMany({});
    if (documents.length > 0) await database.collection(name).insertMany(documents);
  };
  return {
    name: "MongoDB",
    environment: {},
    concurrent: true,
    excluded: [
      "collections of idempotency records and logs",
      ...(choice.exclude ?? []).map((name) => `${name}: named in the scenario`),
    ],
    restore: () =>
      silently(async () => {
        for (const [name, documents] of await documentsIn(database, choice)) {
          const before = baseline.get(name) ?? [];
          if (textOf(documents) !== textOf(before)) await replace(name, before);
        }
      }),
    perturb: () => Promise.resolve(),
    async read() {
      const now = await documentsIn(database, choice);
      return { tables: [...now].map(([name, documents]) => tableOf(name, documents, choice)), calls: [] };
    },
    forgetRecords: () =>
      silently(async () => {
        const now = [...(await documentsIn(database, choice))];
        const records = now.filter(([name, documents]) => isIdempotencyStore(name) && documents.length > 0);
        for (const [name] of records) await replace(name, []);
        return records.map(([name]) => name);
      }),
    // A write that meets a transaction fails with a conflict instead of waiting for it.
    waiting: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}

function documentsIn(
  database: Database,
  { collections }: CollectionChoice,
): Promise<ReadonlyMap<string, readonly Document[]>> {
  return silently(async () => {
    const listed = await database.listCollections({}, { nameOnly: true }).toArray();
    const names = listed.map(({ name }) => name).filter((name) => !name.startsWith("system."));
    const found = new Map<string, readonly Document[]>();
    for (const name of names.filter((one) => collections?.includes(one) ?? true).sort()) {
      if ((await database.collection(name).countDocuments()) > MOST_DOCUMENTS)
        throw new HarnessError(
          `the collection ${name} has more than ${MOST_DOCUMENTS} documents: choose others with mongodb(db, { collections: ["orders"] })`,
        );
      found.set(name, await database.collection(name).find().toArray());
    }
    return found;
  });
}

function textOf(documents: readonly Document[]): string {
  return documents
    .map((document) => JSON.stringify(documentRow(document)))
    .sort()
    .join("\n");
}

function tableOf(name: string, documents: readonly Document[], { exclude = [] }: CollectionChoice): TableState {
  const rows = documents.map(documentRow);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();
  const why = exclude.includes(name)
    ? "named in the scenario"
    : isIdempotencyStore(name)
      ? "idempotency records"
      : LOGS.test(name)
        ? "logs"
        : undefined;
  return {
    name,
    columns: names.map((column) => ({
      name: column,
      // The driver makes an `ObjectId` anew for each document that brings no id.
      generated: column === "_id" && documents.every(({ _id }) => isObjectId(_id)),
      ...(exclude.includes(`${name}.${column}`) ? { excluded: "named in the scenario" } : {}),
    })),
    key: ["_id"],
    references: [],
    rows,
    ...(why === undefined ? {} : { excluded: why }),
  };
}

function hostsOf(client: unknown): readonly string[] {
  const options = isObject(client) && isObject(client["options"]) ? client["options"] : {};
  const hosts = Array.isArray(options["hosts"]) ? options["hosts"].filter(isObject) : [];
  return [options["srvHost"], ...hosts.map(({ host, socketPath }) => host ?? socketPath)].filter(
    (host) => typeof host === "string",
  );
}
