import bullmq from "./bullmq.js";
import express from "./express.js";
import fetch from "./fetch.js";
import type { LibraryModel } from "./model.js";
import pRetry from "./p-retry.js";
import pg from "./pg.js";
import prisma from "./prisma.js";
import redis from "./redis.js";
import stripe from "./stripe.js";
import unstableSources from "./unstable-sources.js";

/** Every library that the analyzer knows. */
export const libraries: readonly LibraryModel[] = [
  bullmq,
  express,
  fetch,
  pRetry,
  pg,
  prisma,
  ...redis,
  stripe,
  ...unstableSources,
];
