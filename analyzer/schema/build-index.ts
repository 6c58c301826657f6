import { ts } from "ts-morph";
import { applyChanges } from "./change.js";
import { readCdk } from "./cdk.js";
import { isCloudformation, readCloudformation } from "./cloudformation.js";
import { codeMigrations } from "./code-migrations.js";
import type { SchemaChange } from "./change.js";
import { drizzleTables, readDrizzle } from "./drizzle.js";
import { readDynamodbModels } from "./dynamodb-models.js";
import { readDynamodbObjects } from "./dynamodb-objects.js";
import { dynamodbTables, type DynamodbFile } from "./dynamodb.js";
import {
  findSchemaFiles,
  inMigrationOrder,
  isPrismaSchema,
  isSchemaFile,
  mayDeclareTables,
  migrationGroup,
} from "./files.js";
import type { SchemaFiles } from "./files.js";
import { sitesIn } from "./lines.js";
import { mergeTables } from "./merge.js";
import { mikroOrmTables, readMikroOrm } from "./mikro-orm.js";
import { mongodbTables, readMongodb, type MongodbFile } from "./mongodb.js";
import { mongooseTables, readMongoose } from "./mongoose.js";
import { objectionTables, readObjection } from "./objection.js";
import { prismaTables, readPrisma } from "./prisma.js";
import type { PrismaFile } from "./prisma.js";
import { readSequelize, sequelizeTables } from "./sequelize.js";
import { routinesOf, type RoutineChange } from "./routines.js";
import { readSql } from "./sql.js";
import { readSst } from "./sst.js";
import { isTerraform, readTerraform } from "./terraform.js";
import { readTypeorm, typeormTables } from "./typeorm.js";
import type { SchemaIndex, Table } from "./unique.js";

/** What an index is built from. */
export interface SchemaInputs {
  /** Folders to search for schema files, absolute. */
  readonly roots: readonly string[];
  readonly files: SchemaFiles;
  /** The project's sources, parsed with parent pointers. A changed file is another object. */
  sources(): readonly ts.SourceFile[];
  /** Code beyond the project that may declare its tables, as a package of the workspace that has them all. */
  readonly beyond?: { files(): readonly string[]; source(file: string): ts.SourceFile | undefined };
}

/** Keeps a schema index up to date. */
export interface SchemaIndexer {
  /** The index of now; the same object as before when no schema changed. */
  index(): SchemaIndex;
  /** A file was changed, created or deleted. */
  touch(file: string): void;
}

/** Reads every schema source once and again only where its text changed. */
export function schemaIndexer(inputs: SchemaInputs): SchemaIndexer {
  const parsed = new Map<string, ParsedFile>();
  const code = CODE_READERS.map((reader) => reader());
  let listed: readonly string[] | undefined;
  let stale = new Set<string>();
  let last: { readonly parts: readonly object[]; readonly index: SchemaIndex } | undefined;
  // Every write that is judged asks for the index: it is put together once after a change.
  let current = false;
  // Of code beyond the project only what may declare a table is parsed.
  const declares = new Map<string, boolean>();

  const sourcesOf = ({ sources, beyond, files }: SchemaInputs): readonly ts.SourceFile[] => {
    const declaring = (beyond?.files() ?? []).filter((file) => {
      const known = declares.get(file) ?? mayDeclareTables(files.read(file) ?? "");
      declares.set(file, known);
      return known;
    });
    return [...sources(), ...declaring.flatMap((file) => beyond?.source(file) ?? [])];
  };

  const parse = (file: string): ParsedFile | undefined => {
    const before = parsed.get(file);
    if (before && !stale.has(file)) return before;
    const text = inputs.files.read(file);
    if (text === undefined) {
      parsed.delete(file);
      return undefined;
    }
    if (before?.text === text) return before;
    const fresh = parseFile(file, text);
    parsed.set(file, fresh);
    return fresh;
  };

  return {
    index() {
      if (current && last) return last.index;
      current = true;
      listed ??= findSchemaFiles(inputs.roots, inputs.files);
      const sources = sourcesOf(inputs);
      // A migration in JavaScript that is one of the sources is read as such.
      const own = new Set(sources.map((source) => source.fileName));
      const files = listed.flatMap((file) => (own.has(file) ? [] : (parse(file) ?? [])));
      stale = new Set();
      const read = code.map((reader) => reader(sources));
      const parts: readonly object[] = [...files, ...read.flatMap((each) => each.parts)];
      if (last?.parts.length === parts.length && parts.every((part, at) => part === last?.parts[at])) return last.index;
      const migrations = [...files.filter((file) => file.kind === "sql"), ...read.flatMap((each) => each.migrations)];
      const tables = [
        ...prismaTables(files.flatMap((file) => (file.kind === "prisma" ? [file.prisma] : []))),
        ...read.flatMap((each) => each.tables()),
        ...migrated(migrations),
        ...mongodbTables(files.flatMap((file) => (file.kind === "sql" && file.mongodb ? [file.mongodb] : []))),
        // A template hands out the names of tables that code declares, and the other way round.
        ...dynamodbTables([
          ...files.filter((file) => file.kind === "cloudformation"),
          ...read.flatMap((each) => each.infrastructure),
        ]),
      ];
      const merged = mergeTables(
        tables,
        [
          ...files.filter((file) => !isEmpty(file)).map((file) => file.file),
          ...new Set(read.flatMap((each) => each.files)),
        ],
        files.flatMap((file) => (file.kind === "prisma" ? [] : file.problems)),
      );
      const routines = routinesOf(inGroups(migrations).map((group) => group.flatMap((each) => each.routines)));
      const index: SchemaIndex = { ...merged, routines, text: textsOf(files) };
      last = { parts, index };
      return index;
    },
    touch(file) {
      current = false;
      declares.delete(file);
      if (!isSchemaFile(file)) return;
      if (!listed?.includes(file) || inputs.files.read(file) === undefined) listed = undefined;
      stale.add(file);
    },
  };
}

type ParsedFile =
  | { readonly kind: "prisma"; readonly file: string; readonly text: string; readonly prisma: PrismaFile }
  | ({
      readonly kind: "sql";
      readonly text: string;
      readonly problems: readonly string[];
      readonly mongodb?: MongodbFile;
    } & Migration)
  | ({ readonly kind: "cloudformation"; readonly text: string; readonly problems: readonly string[] } & DynamodbFile);

/** The changes that one migration file makes. */
interface Migration {
  readonly file: string;
  readonly changes: readonly SchemaChange[];
  readonly routines: readonly RoutineChange[];
}

function parseFile(file: string, text: string): ParsedFile {
  if (isPrismaSchema(file)) return { kind: "prisma", file, text, prisma: readPrisma(file, text) };
  if (file.endsWith(".sql")) return { kind: "sql", file, text, ...readSql(text, sitesIn(file, text)) };
  if (isCloudformation(file))
    return { kind: "cloudformation", text, ...readCloudformation(file, text, sitesIn(file, text)) };
  if (isTerraform(file)) return { kind: "cloudformation", text, ...readTerraform(file, text, sitesIn(file, text)) };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mongodb = readMongodb(source);
  const read = codeMigrations(source);
  return { kind: "sql", file, text, problems: [], changes: [], routines: [], ...read, ...(mongodb ? { mongodb } : {}) };
}

/** Finds a text by the end of its path; two files of one place may belong to two packages, and neither is known. */
function textsOf(files: readonly ParsedFile[]): SchemaIndex["text"] {
  return (place) => {
    const found = files.filter(({ file }) => file.endsWith(`/${place}.sql`));
    return new Set(found.map(({ text }) => text)).size === 1 ? found[0]?.text : undefined;
  };
}

function isEmpty(file: ParsedFile): boolean {
  if (file.kind === "cloudformation") return file.tables.length === 0;
  return file.kind === "sql" && file.changes.length + file.routines.length === 0 && !file.mongodb;
}

function migrated(migrations: readonly Migration[]): readonly Table[] {
  return inGroups(migrations).flatMap((group) =>
    applyChanges(
      group.flatMap((migration) => migration.changes),
      "sql",
    ),
  );
}

/** Every migration folder builds a schema of its own: a `DROP` in one says nothing about another. */
function inGroups(migrations: readonly Migration[]): readonly (readonly Migration[])[] {
  const groups = new Map<string, Migration[]>();
  for (const migration of migrations) {
    const group = migrationGroup(migration.file);
    groups.set(group, [...(groups.get(group) ?? []), migration]);
  }
  return [...groups.values()].map((group) => group.sort((left, right) => inMigrationOrder(left.file, right.file)));
}

/** What one kind of reader found in the sources. */
interface CodeReading {
  readonly parts: readonly object[];
  readonly files: readonly string[];
  readonly migrations: readonly Migration[];
  readonly infrastructure: readonly DynamodbFile[];
  tables(): readonly Table[];
}

type CodeReader = (sources: readonly ts.SourceFile[]) => CodeReading;

/** Remembers what `read` made of each source. */
function codeReader<File extends object>(
  read: (source: ts.SourceFile) => File | undefined,
  tables: (files: readonly File[]) => readonly Table[],
): () => CodeReader {
  return () => {
    const cache = new WeakMap<ts.SourceFile, { readonly read: File | undefined }>();
    return (sources) => {
      const found = sources.flatMap((source) => {
        const known = cache.get(source) ?? { read: read(source) };
        cache.set(source, known);
        return known.read ? [{ file: source.fileName, read: known.read }] : [];
      });
      const parts = found.map((each) => each.read);
      return {
        parts,
        files: found.map((each) => each.file),
        migrations: [],
        infrastructure: [],
        tables: () => tables(parts),
      };
    };
  };
}

function migrationReader(read: (source: ts.SourceFile) => Migration | undefined): () => CodeReader {
  const reader = codeReader(read, () => []);
  return () => {
    const run = reader();
    return (sources) => {
      const reading = run(sources);
      return { ...reading, migrations: reading.parts as readonly Migration[] };
    };
  };
}

function infrastructureReader(read: (source: ts.SourceFile) => DynamodbFile | undefined): () => CodeReader {
  const reader = codeReader(read, () => []);
  return () => {
    const run = reader();
    return (sources) => {
      const reading = run(sources);
      return { ...reading, infrastructure: reading.parts as readonly DynamodbFile[] };
    };
  };
}

const CODE_READERS: readonly (() => CodeReader)[] = [
  codeReader(readDrizzle, drizzleTables),
  codeReader(readTypeorm, typeormTables),
  codeReader(readMikroOrm, mikroOrmTables),
  codeReader(readMongoose, mongooseTables),
  codeReader(readMongodb, mongodbTables),
  codeReader(readSequelize, sequelizeTables),
  codeReader(readObjection, objectionTables),
  migrationReader(codeMigrations),
  infrastructureReader(readCdk),
  infrastructureReader(readSst),
  infrastructureReader(readDynamodbModels),
  infrastructureReader(readDynamodbObjects),
];
