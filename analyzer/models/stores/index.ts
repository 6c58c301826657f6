import type { LibraryModel } from "../model.js";
import azureBlobStorage from "./azure-blob-storage.js";
import betterSqlite3 from "./better-sqlite3.js";
import clickhouse from "./clickhouse.js";
import cosmos from "./cosmos.js";
import drizzle from "./drizzle.js";
import electrodb from "./electrodb.js";
import elasticsearch from "./elasticsearch.js";
import fileSystem from "./file-system.js";
import firestore from "./firestore.js";
import firestoreWeb from "./firestore-web.js";
import googleCloudStorage from "./google-cloud-storage.js";
import ioredis from "./ioredis.js";
import knex from "./knex.js";
import kysely from "./kysely.js";
import libsql from "./libsql.js";
import mikroOrm from "./mikro-orm.js";
import mongodb from "./mongodb.js";
import mongoose from "./mongoose.js";
import mssql from "./mssql.js";
import mysql2 from "./mysql2.js";
import nestjsCls from "./nestjs-cls.js";
import nodeRedis from "./node-redis.js";
import nodeSqlite from "./node-sqlite.js";
import objection from "./objection.js";
import pg from "./pg.js";
import pgPromise from "./pg-promise.js";
import pglite from "./pglite.js";
import planetscale from "./planetscale.js";
import postgresJs from "./postgres-js.js";
import prisma from "./prisma.js";
import sequelize from "./sequelize.js";
import slonik from "./slonik.js";
import sqlite3 from "./sqlite3.js";
import supabase from "./supabase.js";
import typeorm from "./typeorm.js";
import typeormTransactional from "./typeorm-transactional.js";
import upstashRedis from "./upstash-redis.js";

/** Databases, caches, search indexes and files. */
export const stores: readonly LibraryModel[] = [
  azureBlobStorage,
  betterSqlite3,
  clickhouse,
  cosmos,
  drizzle,
  electrodb,
  elasticsearch,
  fileSystem,
  firestore,
  firestoreWeb,
  googleCloudStorage,
  ioredis,
  knex,
  kysely,
  libsql,
  mikroOrm,
  mongodb,
  mongoose,
  mssql,
  mysql2,
  nestjsCls,
  nodeRedis,
  nodeSqlite,
  objection,
  pg,
  pgPromise,
  pglite,
  planetscale,
  postgresJs,
  prisma,
  sequelize,
  slonik,
  sqlite3,
  supabase,
  typeorm,
  typeormTransactional,
  upstashRedis,
];
