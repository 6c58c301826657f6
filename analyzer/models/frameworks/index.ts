import type { LibraryModel } from "../model.js";
import elysia from "./elysia.js";
import express from "./express.js";
import fastify from "./fastify.js";
import h3 from "./h3.js";
import hapi from "./hapi.js";
import hono from "./hono.js";
import koa from "./koa.js";
import nestjsGraphql from "./nestjs-graphql.js";
import nestjsMicroservices from "./nestjs-microservices.js";
import nestjsSchedule from "./nestjs-schedule.js";
import nestjs from "./nestjs.js";
import next from "./next.js";
import remix from "./remix.js";
import routingControllers from "./routing-controllers.js";
import sveltekit from "./sveltekit.js";
import trpc from "./trpc.js";
import tsoa from "./tsoa.js";
import typeGraphql from "./type-graphql.js";

/** Web frameworks: HTTP, RPC and GraphQL. */
export const frameworks: readonly LibraryModel[] = [
  elysia,
  express,
  fastify,
  h3,
  hapi,
  hono,
  koa,
  nestjs,
  nestjsGraphql,
  nestjsMicroservices,
  nestjsSchedule,
  next,
  remix,
  routingControllers,
  sveltekit,
  trpc,
  tsoa,
  typeGraphql,
];
