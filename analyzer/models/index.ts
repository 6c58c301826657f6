import amqplib from "./amqplib.js";
import aws from "./aws.js";
import axios from "./axios.js";
import bullmq from "./bullmq.js";
import cron from "./cron.js";
import drizzle from "./drizzle.js";
import express from "./express.js";
import fastify from "./fastify.js";
import fetch from "./fetch.js";
import got from "./got.js";
import guards from "./guards.js";
import hono from "./hono.js";
import kafka from "./kafka.js";
import knex from "./knex.js";
import koa from "./koa.js";
import ky from "./ky.js";
import lambda from "./lambda.js";
import type { LibraryModel } from "./model.js";
import mysql2 from "./mysql2.js";
import nest from "./nest.js";
import next from "./next.js";
import notifications from "./notifications.js";
import payments from "./payments.js";
import pg from "./pg.js";
import pglite from "./pglite.js";
import postgresJs from "./postgres-js.js";
import prisma from "./prisma.js";
import redis from "./redis.js";
import retries from "./retries.js";
import stripe from "./stripe.js";
import trpc from "./trpc.js";
import typeorm from "./typeorm.js";
import unstableSources from "./unstable-sources.js";

/** Every library that the analyzer knows. */
export const libraries: readonly LibraryModel[] = [
  amqplib,
  aws,
  axios,
  bullmq,
  ...cron,
  drizzle,
  express,
  fastify,
  fetch,
  got,
  ...guards,
  hono,
  kafka,
  knex,
  koa,
  ky,
  lambda,
  mysql2,
  ...nest,
  next,
  ...notifications,
  ...payments,
  pg,
  pglite,
  postgresJs,
  prisma,
  ...redis,
  ...retries,
  stripe,
  trpc,
  typeorm,
  ...unstableSources,
];
