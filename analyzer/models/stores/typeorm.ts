import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";
import type { Place } from "../place.js";
import { mongoWrites } from "./mongo-writes.js";

/** `Repository<Order>`, or `dataSource.getRepository(Order)`. */
const entity = { generic: 0, link: ["getRepository", "getTreeRepository", "getMongoRepository"], argument: 0 } as const;
const first = { argument: 0 } as const;
const second = { argument: 1 } as const;
const affected = { property: ["affected", "raw"], won: "positive", by: "update" } as const;
const relative = ["()"] as const;
const where = { link: ["where", "andWhere", "whereInIds"], argument: 0 } as const;
const owner = { owner: true, generic: 0 } as const;
const row = { record: true } as const;
const record = "BaseEntity#";
/** `manager.createQueryBuilder(Order, "o")`; a repository's builder has its entity from the repository. */
const built = [entity, { link: "createQueryBuilder", argument: 0 }] as const;
const queries = ["Repository#", "EntityManager#", "DataSource#"] as const;

interface Reads {
  readonly row: readonly string[];
  readonly rows: readonly string[];
  readonly count: readonly string[];
}

const repositoryReads: Reads = {
  row: ["findOne", "findOneBy", "findOneOrFail", "findOneByOrFail", "findOneById"],
  rows: ["find", "findBy", "findAndCount", "findAndCountBy", "findByIds"],
  count: ["exists", "existsBy", "count", "countBy", "sum", "average", "minimum", "maximum"],
};
const recordReads: Reads = {
  row: ["findOne", "findOneBy", "findOneOrFail", "findOneByOrFail"],
  rows: ["find", "findBy"],
  count: ["exists", "existsBy", "count", "countBy"],
};
const deletes = ["delete", "softDelete", "restore"] as const;
const removals = ["remove", "softRemove", "recover"] as const;

/** TypeORM 0.3 and 1: repositories, entity managers, active records and query builders. */
export default {
  library: "TypeORM",
  packages: ["typeorm", "@nestjs/typeorm"],
  versions: ">=0.3",
  docs: "https://typeorm.io/docs/working-with-entity-manager/repository-api",
  tables: [
    {
      path: "EntitySchema#",
      named: [
        [
          { link: "new", argument: 0, property: "target" },
          { link: "new", argument: 0, property: "name" },
        ],
      ],
    },
  ],
  names: {
    "TreeRepository#": "Repository#",
    "DataSource#manager": "EntityManager#",
    "DataSource#getRepository()": "Repository#",
    "DataSource#getTreeRepository()": "Repository#",
    "EntityManager#getRepository()": "Repository#",
    "EntityManager#withRepository()": "Repository#",
    "Repository#manager": "EntityManager#",
    "Repository#extend()": "Repository#",
    "MongoRepository#": "Repository#",
    "DataSource#getMongoRepository()": "Repository#",
    "EntityManager#getMongoRepository()": "Repository#",
    // Before version 1 there is one connection for everybody.
    "getRepository()": "Repository#",
    "getTreeRepository()": "Repository#",
    "getMongoRepository()": "Repository#",
    "getManager()": "EntityManager#",
    "getConnection()": "DataSource#",
    "createConnection()": "DataSource#",
    "BaseEntity.getRepository()": "Repository#",
    "DataSource#createQueryRunner()": "QueryRunner#",
    "QueryRunner#manager": "EntityManager#",
    "EntityManager#queryRunner": "QueryRunner#",
    "Connection#": "DataSource#",
    "DataSource#createQueryBuilder()": "QueryBuilder#",
    "EntityManager#createQueryBuilder()": "QueryBuilder#",
    "Repository#createQueryBuilder()": "QueryBuilder#",
    "BaseEntity.createQueryBuilder()": "QueryBuilder#",
    "InsertQueryBuilder#": "QueryBuilder#",
    "UpdateQueryBuilder#": "QueryBuilder#",
    "DeleteQueryBuilder#": "QueryBuilder#",
    "SelectQueryBuilder#": "QueryBuilder#",
  },
  changes: ["where", "andWhere", "orIgnore", "orUpdate", "setLock"].map((name) => `QueryBuilder#**.${name}`),
  calls: [
    { match: "Repository#save", effect: "save", target: entity, values: first, returns: "row" },
    { match: "Repository#insert", effect: "insert", target: entity, values: first, returns: "reply" },
    ...upserts("Repository#upsert", entity, 0),
    {
      match: "Repository#update",
      effect: "update",
      target: entity,
      where: first,
      values: second,
      relative,
      claim: affected,
    },
    { match: "Repository#updateAll", effect: "update", target: entity, values: first, relative, claim: affected },
    {
      match: ["Repository#increment", "Repository#decrement"],
      effect: "increment",
      target: entity,
      where: first,
      column: second,
      claim: affected,
    },
    {
      match: deletes.map((name) => `Repository#${name}`),
      effect: "delete",
      target: entity,
      where: first,
      claim: affected,
    },
    { match: ["Repository#deleteAll", "Repository#clear"], effect: "delete", target: entity },
    { match: removals.map((name) => `Repository#${name}`), effect: "delete", target: entity, where: first },
    ...reads("Repository#", entity, 0, repositoryReads),

    {
      match: "EntityManager#save",
      when: [{ place: second }],
      effect: "save",
      target: first,
      values: second,
      returns: "row",
    },
    { match: "EntityManager#save", effect: "save", target: first, values: first, returns: "row" },
    { match: "EntityManager#insert", effect: "insert", target: first, values: second, returns: "reply" },
    ...upserts("EntityManager#upsert", first, 1),
    {
      match: "EntityManager#update",
      effect: "update",
      target: first,
      where: second,
      values: { argument: 2 },
      relative,
      claim: affected,
    },
    {
      match: ["EntityManager#increment", "EntityManager#decrement"],
      effect: "increment",
      target: first,
      where: second,
      column: { argument: 2 },
      claim: affected,
    },
    {
      match: deletes.map((name) => `EntityManager#${name}`),
      effect: "delete",
      target: first,
      where: second,
      claim: affected,
    },
    {
      match: removals.map((name) => `EntityManager#${name}`),
      effect: "delete",
      target: first,
      where: { argument: -1 },
    },
    { match: "EntityManager#clear", effect: "delete", target: first },
    ...reads("EntityManager#", first, 1, repositoryReads),

    { match: "BaseEntity#save", effect: "save", target: owner, where: row, values: row, record, returns: "row" },
    {
      match: ["BaseEntity#remove", "BaseEntity#softRemove", "BaseEntity#recover"],
      effect: "delete",
      target: owner,
      where: row,
    },
    { match: "BaseEntity.save", effect: "save", target: owner, values: first, record, returns: "row" },
    { match: "BaseEntity.insert", effect: "insert", target: owner, values: first, returns: "reply" },
    ...upserts("BaseEntity.upsert", owner, 0),
    {
      match: "BaseEntity.update",
      effect: "update",
      target: owner,
      where: first,
      values: second,
      relative,
      claim: affected,
    },
    { match: "BaseEntity.delete", effect: "delete", target: owner, where: first, claim: affected },
    { match: ["BaseEntity.clear", "BaseEntity.remove", "BaseEntity.softRemove"], effect: "delete", target: owner },
    ...reads("BaseEntity.", owner, 0, recordReads),

    {
      match: [
        "QueryBuilder#insert().into().values",
        "QueryBuilder#insert().values",
        "QueryBuilder#**.insert().into().values",
        ...["insert().into().valuesFromSelect", "insert().valuesFromSelect"].map((name) => `QueryBuilder#${name}`),
      ],
      effect: "insert",
      target: { link: "into", argument: 0 },
      orTarget: built,
      values: first,
      conflictClauses: [
        { link: "orIgnore", mode: "ignore" },
        // Before version 1 the clause may be SQL.
        { link: "onConflict", mode: "ignore" },
        {
          option: { link: "orUpdate", argument: 0, property: "conflict_target" },
          mode: "merge",
          target: { link: "orUpdate", argument: 0, property: "conflict_target" },
          set: { link: "orUpdate", argument: 0, property: "overwrite" },
        },
        {
          link: "orUpdate",
          mode: "merge",
          target: { link: "orUpdate", argument: 1 },
          set: { link: "orUpdate", argument: 0 },
        },
      ],
      claim: { property: "raw", won: "non-empty", by: "insert" },
      onlyWith: ["execute"],
      returns: "reply",
    },
    {
      match: ["QueryBuilder#update().set", "QueryBuilder#**.update().set"],
      effect: "update",
      target: { link: "update", argument: 0 },
      orTarget: built,
      values: first,
      relative,
      where,
      claim: affected,
      onlyWith: ["execute"],
    },
    {
      match: ["QueryBuilder#delete", "QueryBuilder#softDelete", "QueryBuilder#**.delete", "QueryBuilder#**.softDelete"],
      effect: "delete",
      target: { link: "from", argument: 0 },
      orTarget: built,
      where,
      claim: affected,
      onlyWith: ["execute"],
    },
    // What joins two rows is there once: the table between them has both ids as its primary key.
    {
      match: ["QueryBuilder#relation().of().add", "QueryBuilder#relation().of().set"],
      effect: "update",
      target: { link: "relation", argument: -1 },
      where: { link: "of", argument: 0 },
      values: first,
    },
    {
      match: "QueryBuilder#relation().of().remove",
      effect: "delete",
      target: { link: "relation", argument: -1 },
      where: { link: "of", argument: 0 },
    },
    {
      match: ["getOne", "getOneOrFail", "getRawOne", "getRawAndEntities"].flatMap((name) => [
        `QueryBuilder#${name}`,
        `QueryBuilder#**.${name}`,
      ]),
      effect: "read",
      target: { link: "from", argument: 0 },
      orTarget: built,
      where,
      locks: { place: { link: "setLock", argument: 0 } },
      returns: "row",
    },
    {
      match: ["getMany", "getManyAndCount", "getRawMany"].flatMap((name) => [
        `QueryBuilder#${name}`,
        `QueryBuilder#**.${name}`,
      ]),
      effect: "read",
      target: { link: "from", argument: 0 },
      orTarget: built,
      where,
      locks: { place: { link: "setLock", argument: 0 } },
      returns: "rows",
    },
    {
      match: ["getCount", "getExists"].flatMap((name) => [`QueryBuilder#${name}`, `QueryBuilder#**.${name}`]),
      effect: "read",
      target: { link: "from", argument: 0 },
      orTarget: built,
      where,
      returns: "count",
    },
    {
      match: [...queries.map((owner) => `${owner}query`), "QueryRunner#query"],
      effect: "sql",
      sql: first,
      parameters: second,
      returns: "rows",
    },
    { match: queries.map((owner) => `${owner}sql`), effect: "sql", sql: first, returns: "rows" },
    ...mongoWrites("Repository", entity).filter(({ effect }) => effect !== "read"),
  ],
  makers: [
    { match: "Repository#create", values: first, target: entity, record },
    { match: "EntityManager#create", values: second, target: first },
    { match: "BaseEntity.create", values: first, target: owner, record },
    { match: "Repository#merge", into: first, values: second },
    { match: "EntityManager#merge", into: second, values: { argument: 2 } },
    { match: "Repository#preload", values: first, target: entity },
    { match: "EntityManager#preload", values: second, target: first },
  ],
  wrappers: [
    {
      match: ["DataSource#transaction", "EntityManager#transaction"],
      kind: "transaction",
      callback: { argument: -1 },
      handle: "EntityManager#",
      isolation: { argument: 0 },
      what: "TypeORM runs the callback in one transaction",
    },
  ],
  brackets: [
    {
      begin: "QueryRunner#startTransaction",
      commit: "QueryRunner#commitTransaction",
      rollback: "QueryRunner#rollbackTransaction",
    },
  ],
  conflicts: [
    { property: "code", equals: "23505" },
    { property: "driverError.code", equals: "23505" },
    { property: "code", equals: "ER_DUP_ENTRY" },
    { property: "driverError.code", equals: "ER_DUP_ENTRY" },
    { property: "errno", equals: 1062 },
    { property: "driverError.errno", equals: 1062 },
    { property: "code", equals: "SQLITE_CONSTRAINT" },
    { instance: "QueryFailedError" },
  ],
} satisfies LibraryModel;

/** The conflict target is a list of columns, or an option. */
function upserts(match: string, target: Place, at: number): readonly CallModel[] {
  const conflictPaths = { argument: at + 1, property: "conflictPaths" };
  const common = { match, effect: "upsert", target, values: { argument: at }, returns: "reply" } as const;
  return [
    { ...common, when: [{ place: conflictPaths }], conflictTarget: conflictPaths },
    { ...common, conflictTarget: { argument: at + 1 } },
  ];
}

/** `findOne` takes options with a `where`, `findOneBy` the conditions themselves. */
function reads(owner: string, target: Place, at: number, names: Reads): CallModel[] {
  return (["row", "rows", "count"] as const).flatMap((returns) =>
    [true, false].map((by): CallModel => ({
      match: names[returns].filter((name) => /By(Ids?|OrFail)?$/.test(name) === by).map((name) => `${owner}${name}`),
      effect: "read",
      target,
      where: by ? { argument: at } : { argument: at, property: "where" },
      ...(returns === "count" ? {} : { record }),
      ...(returns === "count" || by ? {} : { selects: [{ argument: at, property: "select" }] }),
      ...(returns === "count" || by ? {} : { locks: { place: { argument: at, property: "lock.mode" } } }),
      returns,
    })),
  );
}
