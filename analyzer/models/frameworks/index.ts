import type { LibraryModel } from "../model.js";
import adonisjs from "./adonisjs.js";
import apolloServer from "./apollo-server.js";
import authJs from "./auth-js.js";
import betterAuth from "./better-auth.js";
import elysia from "./elysia.js";
import express from "./express.js";
import fastifyPlugin from "./fastify-plugin.js";
import fastify from "./fastify.js";
import graphqlJs from "./graphql-js.js";
import graphqlYoga from "./graphql-yoga.js";
import h3 from "./h3.js";
import hapi from "./hapi.js";
import hono from "./hono.js";
import koa from "./koa.js";
import nestjsCqrs from "./nestjs-cqrs.js";
import nestjsEventEmitter from "./nestjs-event-emitter.js";
import nestjsGraphql from "./nestjs-graphql.js";
import nestjsMicroservices from "./nestjs-microservices.js";
import nestjsSchedule from "./nestjs-schedule.js";
import nestjsWebsockets from "./nestjs-websockets.js";
import nestjs from "./nestjs.js";
import next from "./next.js";
import nodeEvents from "./node-events.js";
import nodeStreams from "./node-streams.js";
import oauth2Server from "./oauth2-server.js";
import orpc from "./orpc.js";
import passport from "./passport.js";
import pothos from "./pothos.js";
import remix from "./remix.js";
import routingControllers from "./routing-controllers.js";
import socketIo from "./socket-io.js";
import sveltekit from "./sveltekit.js";
import trpc from "./trpc.js";
import tsRest from "./ts-rest.js";
import tsoa from "./tsoa.js";
import typeGraphql from "./type-graphql.js";

/** Web frameworks: HTTP, RPC and GraphQL. */
export const frameworks: readonly LibraryModel[] = [
  adonisjs,
  apolloServer,
  authJs,
  betterAuth,
  elysia,
  express,
  fastify,
  fastifyPlugin,
  graphqlJs,
  graphqlYoga,
  h3,
  hapi,
  hono,
  koa,
  nestjs,
  nestjsCqrs,
  nestjsEventEmitter,
  nestjsGraphql,
  nestjsMicroservices,
  nestjsSchedule,
  nestjsWebsockets,
  next,
  nodeEvents,
  nodeStreams,
  oauth2Server,
  orpc,
  passport,
  pothos,
  remix,
  routingControllers,
  socketIo,
  sveltekit,
  trpc,
  tsRest,
  tsoa,
  typeGraphql,
];
