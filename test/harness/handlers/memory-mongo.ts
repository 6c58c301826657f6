/** A document of the stand-in. */
export interface Stored {
  readonly _id: unknown;
  readonly [field: string]: unknown;
}

/** An id as the driver makes it. */
export class ObjectId {
  readonly _bsontype = "ObjectId";
  static #count = 0;
  readonly #hex = (ObjectId.#count += 1).toString(16).padStart(24, "0");
  toHexString(): string {
    return this.#hex;
  }
}

/** A session whose writes take effect together. */
export class ClientSession {
  #writes: Write[] | undefined;

  startTransaction(): void {
    this.#writes = [];
  }
  inTransaction(): boolean {
    return this.#writes !== undefined;
  }
  write(write: Write): void {
    if (this.#writes) this.#writes.push(write);
    else write.apply();
  }
  /** Two transactions that insert the same id: the second one fails. The server would say so at the write already. */
  async commitTransaction(): Promise<void> {
    const writes = this.#writes ?? [];
    this.#writes = undefined;
    for (const { check } of writes) check();
    for (const { apply } of writes) apply();
    return Promise.resolve();
  }
  abortTransaction(): Promise<void> {
    this.#writes = undefined;
    return Promise.resolve();
  }
}

interface Write {
  readonly check: () => void;
  readonly apply: () => void;
}

interface Options {
  readonly session?: ClientSession;
}

/** A collection as the driver's public class has it, kept in memory: as much as the harness and its tests call. */
export class Collection {
  documents: Stored[] = [];
  constructor(readonly collectionName: string) {}

  find(): { toArray(): Promise<readonly Stored[]> } {
    return { toArray: () => Promise.resolve(this.documents.map((document) => ({ ...document }))) };
  }
  countDocuments(): Promise<number> {
    return Promise.resolve(this.documents.length);
  }
  async insertOne(document: Readonly<Record<string, unknown>>, { session }: Options = {}): Promise<void> {
    const stored = { ...document, _id: document["_id"] ?? new ObjectId() };
    const check = (): void => {
      if (this.documents.some(({ _id }) => _id === stored._id))
        throw Object.assign(new Error("E11000 duplicate key"), { code: 11_000 });
    };
    check();
    this.#write(session, { check, apply: () => void this.documents.push(stored) });
    return Promise.resolve();
  }
  async insertMany(documents: readonly Stored[]): Promise<void> {
    for (const document of documents) await this.insertOne(document);
  }
  deleteMany(): Promise<void> {
    return Promise.resolve(void (this.documents = []));
  }
  updateOne({ _id }: Stored, { $inc }: { readonly $inc: Record<string, number> }, { session }: Options = {}) {
    const apply = (): void => {
      this.documents = this.documents.map((document) => (document._id === _id ? increased(document, $inc) : document));
    };
    this.#write(session, { check: () => undefined, apply });
    return Promise.resolve();
  }
  #write(session: ClientSession | undefined, write: Write): void {
    if (session) session.write(write);
    else write.apply();
  }
}

function increased(document: Stored, by: Readonly<Record<string, number>>): Stored {
  const changed = Object.entries(by).map(([name, amount]) => [name, Number(document[name] ?? 0) + amount]);
  return { ...document, ...Object.fromEntries(changed) } as Stored;
}

/** A database as the driver's `Db`; collections come to be when they are asked for. */
export class Db {
  readonly client: { readonly options: { readonly hosts: readonly { readonly host: string }[] } };
  readonly #collections = new Map<string, Collection>();
  constructor(host: string) {
    this.client = { options: { hosts: [{ host }] } };
  }
  collection(name: string): Collection {
    const found = this.#collections.get(name) ?? new Collection(name);
    if (name !== "_") this.#collections.set(name, found);
    return found;
  }
  listCollections(): { toArray(): Promise<readonly { readonly name: string }[]> } {
    return { toArray: () => Promise.resolve([...this.#collections.keys()].map((name) => ({ name }))) };
  }
}
