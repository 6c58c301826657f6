import type { LibraryModel } from "../model.js";
import azureBlobStorage from "./azure-blob-storage.js";
import betterSqlite3 from "./better-sqlite3.js";
import bunSql from "./bun-sql.js";
import bunSqlite from "./bun-sqlite.js";
import cassandra from "./cassandra.js";
import clickhouse from "./clickhouse.js";
import convex from "./convex.js";
import cosmos from "./cosmos.js";
import datastore from "./datastore.js";
import drizzle from "./drizzle.js";
import dynamoose from "./dynamoose.js";
import elasticsearch from "./elasticsearch.js";
import electrodb from "./electrodb.js";
import expoSqlite from "./expo-sqlite.js";
import fileSystem from "./file-system.js";
import firestore from "./firestore.js";
import firestoreWeb from "./firestore-web.js";
import googleCloudStorage from "./google-cloud-storage.js";
import ioredis from "./ioredis.js";
import knex from "./knex.js";
import kysely from "./kysely.js";
import libsql from "./libsql.js";
import lowdb from "./lowdb.js";
import mariadb from "./mariadb.js";
import memjs from "./memjs.js";
import mikroOrm from "./mikro-orm.js";
import mongodb from "./mongodb.js";
import mongoose from "./mongoose.js";
import mssql from "./mssql.js";
import mysql2 from "./mysql2.js";
import nedb from "./nedb.js";
import neo4j from "./neo4j.js";
import neon from "./neon.js";
import nestjsCls from "./nestjs-cls.js";
import nodeRedis from "./node-redis.js";
import nodeSqlite from "./node-sqlite.js";
import objection from "./objection.js";
import onetable from "./onetable.js";
import oracledb from "./oracledb.js";
import pg from "./pg.js";
import pgPromise from "./pg-promise.js";
import pglite from "./pglite.js";
import pgtyped from "./pgtyped.js";
import planetscale from "./planetscale.js";
import postgresJs from "./postgres-js.js";
import pouchdb from "./pouchdb.js";
import prisma from "./prisma.js";
import sequelize from "./sequelize.js";
import slonik from "./slonik.js";
import sqlFormats from "./sql-formats.js";
import sqlTags from "./sql-tags.js";
import sqlite3 from "./sqlite3.js";
import supabase from "./supabase.js";
import tinybird from "./tinybird.js";
import typeorm from "./typeorm.js";
import typeormTransactional from "./typeorm-transactional.js";
import upstashRedis from "./upstash-redis.js";
import vercelPostgres from "./vercel-postgres.js";
import zenstack from "./zenstack.js";
import zapatos from "./zapatos.js";

/** Databases, caches, search indexes and files. */
export const stores: readonly LibraryModel[] = [
  azureBlobStorage,
  betterSqlite3,
  bunSql,
  bunSqlite,
  cassandra,
  clickhouse,
  convex,
  cosmos,
  datastore,
  drizzle,
  dynamoose,
  elasticsearch,
  electrodb,
  expoSqlite,
  fileSystem,
  firestore,
  firestoreWeb,
  googleCloudStorage,
  ioredis,
  knex,
  kysely,
  libsql,
  lowdb,
  mariadb,
  memjs,
  mikroOrm,
  mongodb,
  mongoose,
  mssql,
  mysql2,
  nedb,
  neo4j,
  neon,
  nestjsCls,
  nodeRedis,
  nodeSqlite,
  objection,
  onetable,
  oracledb,
  pg,
  pgPromise,
  pglite,
  pgtyped,
  planetscale,
  postgresJs,
  pouchdb,
  prisma,
  sequelize,
  slonik,
  sqlFormats,
  sqlite3,
  sqlTags,
  supabase,
  tinybird,
  typeorm,
  typeormTransactional,
  upstashRedis,
  vercelPostgres,
  zapatos,
  zenstack,
];
