import amqplib from "./amqplib.js";
import aws from "./aws.js";
import axios from "./axios.js";
import brokers from "./brokers.js";
import bullmq from "./bullmq.js";
import cron from "./cron.js";
import drizzle from "./drizzle.js";
import express from "./express.js";
import fastify from "./fastify.js";
import fetch from "./fetch.js";
import firestore from "./firestore.js";
import frameworks from "./frameworks.js";
import functions from "./functions.js";
import got from "./got.js";
import guards from "./guards.js";
import hono from "./hono.js";
import jobs from "./jobs.js";
import kafka from "./kafka.js";
import knex from "./knex.js";
import koa from "./koa.js";
import ky from "./ky.js";
import kysely from "./kysely.js";
import lambda from "./lambda.js";
import mikroOrm from "./mikro-orm.js";
import type { LibraryModel } from "./model.js";
import mongodb from "./mongodb.js";
import mongoose from "./mongoose.js";
import mysql2 from "./mysql2.js";
import nest from "./nest.js";
import next from "./next.js";
import nodeHttp from "./node-http.js";
import notifications from "./notifications.js";
import objection from "./objection.js";
import paymentProcessors from "./payment-processors.js";
import payments from "./payments.js";
import pg from "./pg.js";
import pglite from "./pglite.js";
import postgresClients from "./postgres-clients.js";
import postgresJs from "./postgres-js.js";
import prisma from "./prisma.js";
import redis from "./redis.js";
import retries from "./retries.js";
import searchAndFiles from "./search-and-files.js";
import sequelize from "./sequelize.js";
import sqlite from "./sqlite.js";
import stripe from "./stripe.js";
import supabase from "./supabase.js";
import trpc from "./trpc.js";
import typeorm from "./typeorm.js";
import unstableSources from "./unstable-sources.js";
import webhooks from "./webhooks.js";
import workflows from "./workflows.js";

/** Every library that the analyzer knows. */
export const libraries: readonly LibraryModel[] = [
  amqplib,
  aws,
  axios,
  ...brokers,
  bullmq,
  ...cron,
  drizzle,
  express,
  fastify,
  fetch,
  firestore,
  ...frameworks,
  ...functions,
  got,
  ...guards,
  hono,
  ...jobs,
  kafka,
  knex,
  koa,
  ky,
  kysely,
  lambda,
  mikroOrm,
  mongodb,
  mongoose,
  mysql2,
  ...nest,
  next,
  ...nodeHttp,
  ...notifications,
  objection,
  ...paymentProcessors,
  ...payments,
  pg,
  pglite,
  ...postgresClients,
  postgresJs,
  prisma,
  ...redis,
  ...retries,
  ...searchAndFiles,
  sequelize,
  ...sqlite,
  stripe,
  supabase,
  trpc,
  typeorm,
  ...unstableSources,
  ...webhooks,
  ...workflows,
];
