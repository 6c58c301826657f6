import type { LibraryModel } from "../model.js";
import drizzle from "./drizzle.js";
import firestore from "./firestore.js";
import knex from "./knex.js";
import kysely from "./kysely.js";
import mikroOrm from "./mikro-orm.js";
import mongodb from "./mongodb.js";
import mongoose from "./mongoose.js";
import mysql2 from "./mysql2.js";
import objection from "./objection.js";
import pg from "./pg.js";
import pglite from "./pglite.js";
import postgresClients from "./postgres-clients.js";
import postgresJs from "./postgres-js.js";
import prisma from "./prisma.js";
import redis from "./redis.js";
import searchAndFiles from "./search-and-files.js";
import sequelize from "./sequelize.js";
import sqlite from "./sqlite.js";
import supabase from "./supabase.js";
import typeorm from "./typeorm.js";

/** Databases, caches, search indexes and files. */
export const stores: readonly LibraryModel[] = [
  drizzle,
  firestore,
  knex,
  kysely,
  mikroOrm,
  mongodb,
  mongoose,
  mysql2,
  objection,
  pg,
  pglite,
  ...postgresClients,
  postgresJs,
  prisma,
  ...redis,
  ...searchAndFiles,
  sequelize,
  ...sqlite,
  supabase,
  typeorm,
];
