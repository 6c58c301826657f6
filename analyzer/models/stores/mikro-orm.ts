import type { LibraryModel } from "../model.js";

const entity = { argument: 0 } as const;
const own = { generic: 0, link: "getRepository", argument: 0 } as const;
const second = { argument: 1 } as const;
const conflictTarget = { argument: 2, property: "onConflictFields" } as const;
const record = "Entity#";
const builder = { generic: 0, link: ["createQueryBuilder", "qb"], argument: 0 } as const;
const builderWhere = { link: ["where", "andWhere"], argument: 0 } as const;
const lock = { place: { argument: 2, property: "lockMode" } } as const;

/** A builder's method, called first or later in the chain. */
function built(name: string): readonly string[] {
  return [`QueryBuilder#${name}`, `QueryBuilder#**.${name}`];
}

/** MikroORM: what `create` makes is written at the next flush. */
export default {
  library: "MikroORM",
  packages: [
    "@mikro-orm/core",
    "@mikro-orm/decorators/legacy",
    "@mikro-orm/decorators/es",
    "@mikro-orm/knex",
    "@mikro-orm/sql",
    "@mikro-orm/postgresql",
    "@mikro-orm/mysql",
    "@mikro-orm/mariadb",
    "@mikro-orm/sqlite",
    "@mikro-orm/better-sqlite",
    "@mikro-orm/libsql",
    "@mikro-orm/mssql",
    "@mikro-orm/oracledb",
    "@mikro-orm/mongodb",
    "@mikro-orm/nestjs",
  ],
  versions: ">=6",
  docs: "https://mikro-orm.io/docs/entity-manager",
  tables: [
    { path: "EntitySchema#", named: [["class", "name"].map((property) => ({ link: "new", argument: 0, property }))] },
    { path: "defineEntity()", named: [["class", "name"].map((property) => ({ argument: 0, property }))] },
  ],
  names: {
    "MikroORM#em": "EntityManager#",
    "MikroORM.init()": "MikroORM#",
    "EntityManager#fork()": "EntityManager#",
    "EntityManager#persist()": "EntityManager#",
    "EntityManager#remove()": "EntityManager#",
    "EntityRepository#em": "EntityManager#",
    "SqlEntityManager#": "EntityManager#",
    "EntityManager#getConnection()": "Connection#",
    "EntityManager#getRepository()": "EntityRepository#",
    "EntityManager#repo()": "EntityRepository#",
    "SqlEntityRepository#": "EntityRepository#",
    "EntityRepository#getEntityManager()": "EntityManager#",
    ...Object.fromEntries(
      ["EntityManager", "EntityRepository"].flatMap((owner) =>
        ["createQueryBuilder", "qb"].map((name) => [`${owner}#${name}()`, "QueryBuilder#"]),
      ),
    ),
    "InsertQueryBuilder#": "QueryBuilder#",
    "UpdateQueryBuilder#": "QueryBuilder#",
    "DeleteQueryBuilder#": "QueryBuilder#",
    "SelectQueryBuilder#": "QueryBuilder#",
  },
  calls: [
    // The query builder below: Knex up to version 6, then Kysely.
    { match: "EntityManager#getKysely", effect: "read", returns: { path: "Kysely#", library: "Kysely" } },
    { match: "EntityManager#getKnex", effect: "read", returns: { path: "Knex#", library: "Knex" } },
    { match: "EntityManager#insert", effect: "insert", target: entity, values: second, record, returns: "row" },
    // With `persist: false` it only makes the entity.
    ...[{ absent: true }, { equals: true }].map(
      (persists) =>
        ({
          match: "EntityManager#create",
          when: [{ place: { argument: 2, property: "persist" }, ...persists }],
          effect: "insert",
          target: entity,
          values: second,
          record,
          returns: "row",
        }) as const,
    ),
    // An entity that was read or made by `create` is known to it already.
    {
      match: ["EntityManager#persist", "EntityManager#persistAndFlush"],
      effect: "save",
      target: entity,
      values: entity,
      returns: "reply",
    },
    // The columns that are not given are those of another row: a unique one is refused, or null in both.
    {
      match: "EntityManager#clone",
      when: [{ place: entity, path: record }],
      effect: "insert",
      target: entity,
      values: second,
      record,
      returns: "row",
    },
    {
      match: "EntityManager#clone",
      effect: "insert",
      target: entity,
      values: { argument: 2 },
      record,
      returns: "row",
    },
    { match: "EntityManager#insertMany", effect: "insert", target: entity, values: second, record, returns: "rows" },
    {
      match: ["EntityManager#upsert", "EntityManager#upsertMany"],
      when: [{ place: { argument: 2, property: "onConflictAction" }, equals: "ignore" }],
      effect: "insert",
      target: entity,
      values: second,
      conflictClauses: [
        { option: { argument: 2, property: "onConflictAction" }, mode: "ignore", target: conflictTarget },
      ],
      record,
      returns: "row",
    },
    {
      match: ["EntityManager#upsert", "EntityManager#upsertMany"],
      effect: "upsert",
      target: entity,
      values: second,
      conflictTarget,
      record,
      returns: "row",
    },
    {
      match: "EntityManager#nativeUpdate",
      effect: "update",
      target: entity,
      where: second,
      values: { argument: 2 },
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    {
      match: "EntityManager#nativeDelete",
      effect: "delete",
      target: entity,
      where: second,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    { match: "EntityManager#remove", effect: "delete", target: entity },
    {
      match: ["EntityManager#findOne", "EntityManager#findOneOrFail"],
      effect: "read",
      target: entity,
      where: second,
      locks: lock,
      record,
      returns: "row",
    },
    {
      match: ["EntityManager#find", "EntityManager#findAll", "EntityManager#findAndCount"],
      effect: "read",
      target: entity,
      where: second,
      record,
      returns: "rows",
    },
    { match: "EntityManager#count", effect: "read", target: entity, where: second, returns: "count" },
    {
      match: ["EntityRepository#create", "EntityRepository#insert"],
      effect: "insert",
      target: own,
      values: { argument: 0 },
      record,
      returns: "row",
    },
    {
      match: "EntityRepository#insertMany",
      effect: "insert",
      target: own,
      values: { argument: 0 },
      record,
      returns: "rows",
    },
    {
      match: ["EntityRepository#upsert", "EntityRepository#upsertMany"],
      effect: "upsert",
      target: own,
      values: { argument: 0 },
      conflictTarget: { argument: 1, property: "onConflictFields" },
      record,
      returns: "row",
    },
    {
      match: "EntityRepository#nativeUpdate",
      effect: "update",
      target: own,
      where: { argument: 0 },
      values: second,
      claim: { won: "positive", by: "update" },
      returns: "count",
    },
    { match: "EntityRepository#nativeDelete", effect: "delete", target: own, where: { argument: 0 }, returns: "count" },
    {
      match: ["EntityRepository#findOne", "EntityRepository#findOneOrFail"],
      effect: "read",
      target: own,
      where: { argument: 0 },
      record,
      returns: "row",
    },
    {
      match: ["EntityRepository#find", "EntityRepository#findAll", "EntityRepository#findAndCount"],
      effect: "read",
      target: own,
      where: { argument: 0 },
      record,
      returns: "rows",
    },
    { match: "EntityRepository#count", effect: "read", target: own, where: { argument: 0 }, returns: "count" },
    {
      match: built("insert"),
      effect: "insert",
      target: builder,
      values: { argument: 0 },
      conflictClauses: [
        { link: "ignore", mode: "ignore", target: { link: "onConflict", argument: 0 } },
        {
          link: "merge",
          mode: "merge",
          target: { link: "onConflict", argument: 0 },
          set: { link: "merge", argument: 0 },
        },
      ],
      returns: "reply",
    },
    {
      match: built("update"),
      effect: "update",
      target: builder,
      values: { argument: 0 },
      where: builderWhere,
      claim: { property: "affectedRows", won: "positive", by: "update" },
      returns: "reply",
    },
    { match: built("delete"), effect: "delete", target: builder, where: { argument: 0 }, returns: "reply" },
    {
      match: [...built("getSingleResult"), ...built("getResult")],
      effect: "read",
      target: builder,
      where: builderWhere,
      locks: { place: { link: "setLockMode", argument: 0 } },
      record,
      returns: "row",
    },
    {
      match: [...built("getResultList"), ...built("getCount")],
      effect: "read",
      target: builder,
      where: builderWhere,
      returns: "rows",
    },
    {
      match: ["EntityManager#execute", "Connection#execute"],
      effect: "sql",
      sql: { argument: 0 },
      parameters: second,
      returns: "rows",
    },
  ],
  // What is set on an entity is written at the next flush.
  tracked: { effect: "update", where: { record: true }, values: { argument: 0 } },
  makers: [
    { match: "EntityManager#assign", into: { argument: 0 }, values: second },
    { match: "EntityRepository#assign", into: { argument: 0 }, values: second },
  ],
  wrappers: [
    {
      match: "EntityManager#lock",
      when: [{ place: { argument: 1 }, pattern: "PESSIMISTIC" }],
      kind: "lock",
      callback: { argument: 3 },
      what: "MikroORM locks the entity's row until the transaction ends",
    },
    {
      match: "EntityManager#transactional",
      kind: "transaction",
      callback: { argument: 0 },
      handle: "EntityManager#",
      isolation: { argument: 1, property: "isolationLevel" },
      what: "MikroORM runs the callback in one transaction",
    },
  ],
  decorators: [
    {
      decorator: "Transactional",
      kind: "transaction",
      isolation: { argument: 0, property: "isolationLevel" },
      what: "MikroORM runs the method in one transaction",
    },
  ],
  brackets: [{ begin: "EntityManager#begin", commit: "EntityManager#commit", rollback: "EntityManager#rollback" }],
  conflicts: [
    { instance: "UniqueConstraintViolationException" },
    { property: "name", equals: "UniqueConstraintViolationException" },
    { property: "code", equals: "23505" },
  ],
} satisfies LibraryModel;
