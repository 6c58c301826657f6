import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree, type TemporaryTree } from "../project/tree.js";

describe("names of routes", () => {
  after(removeTrees);

  it("begin with where an Express router hangs, however deep and in whichever file", () => {
    const files = tree({
      "orders.ts": `import { Router } from "express";
        export const orders = Router();
        orders.post("/", create);
        orders.route("/:id").get(create).delete(create);
        function create() {}`,
      "api.ts": `import express from "express";
        import { orders } from "./orders.js";
        export default function api() { const v1 = express.Router(); v1.use("/orders", orders); return v1; }`,
      "app.ts": `import express from "express";
        import api from "./api.js";
        const app = express();
        app.use(express.json()).use("/api/v1", api());
        app.post("/health", () => {});`,
    });
    assert.deepEqual(names(files), [
      "DELETE /api/v1/orders/:id",
      "GET /api/v1/orders/:id",
      "POST /api/v1/orders",
      "POST /health",
    ]);
  });

  it("follow a router that is hung elsewhere by an edit of another file", () => {
    const files = tree({
      "orders.ts": `import { Router } from "express";
        export const orders = Router();
        orders.post("/", () => {});`,
      "app.ts": app("/orders"),
    });
    const session = open(files);
    assert.deepEqual(namesIn(session), ["POST /orders"]);
    session.setText(files.path("app.ts"), app("/shop"));
    assert.deepEqual(namesIn(session), ["POST /shop"]);
    session.setText(files.path("app.ts"), "export {};");
    assert.deepEqual(namesIn(session), ["POST /"]);

    function app(path: string): string {
      return `import express from "express"; import { orders } from "./orders.js"; const app = express(); app.use("${path}", orders);`;
    }
  });

  it("of tRPC procedures are the names below which routers hold them, nested, merged and in files of their own", () => {
    const files = tree({
      "trpc.ts": `import { initTRPC } from "@trpc/server";
        const t = initTRPC.create();
        export const createRouter = t.router;
        export const { procedure, mergeRouters } = t;`,
      "orders.ts": `import { createRouter, procedure } from "./trpc.js";
        const place = procedure.mutation(async () => {});
        export const orders = createRouter({ place, items: createRouter({ add: procedure.mutation(async () => {}) }) });`,
      "app.ts": app("orders"),
    });
    const session = open(files);
    assert.deepEqual(namesIn(session), [
      "mutation health.check",
      "mutation orders.items.add",
      "mutation orders.place",
      "mutation ping",
    ]);
    session.setText(files.path("app.ts"), app("shop"));
    assert.deepEqual(namesIn(session), [
      "mutation health.check",
      "mutation ping",
      "mutation shop.items.add",
      "mutation shop.place",
    ]);

    function app(name: string): string {
      return `import { createRouter, mergeRouters, procedure } from "./trpc.js"; import { orders } from "./orders.js";
        const own = createRouter({ ping: procedure.mutation(async () => {}), health: { check: procedure.mutation(async () => {}) } });
        export const appRouter = mergeRouters(own, createRouter({ ${name}: orders }));`;
    }
  });

  it("begin with the prefix that a Fastify plugin is registered under, loaded at once or later", () => {
    const files = tree({
      "orders.ts": `import type { FastifyInstance } from "fastify";
        export default async function orders(fastify: FastifyInstance) { fastify.post("/orders", async () => {}); }`,
      "refunds.ts": `import fp from "fastify-plugin";
        import type { FastifyPluginAsync } from "fastify";
        const refunds: FastifyPluginAsync = async (fastify) => { fastify.route({ method: "POST", url: "/refunds", handler: async () => {} }); };
        export default fp(refunds);`,
      "app.ts": `import Fastify from "fastify";
        import orders from "./orders.js";
        const app = Fastify();
        app.register(async (api) => {
          api.register(orders, { prefix: "/v1" });
          await api.register(import("./refunds.js"), { prefix: "v2" });
        }, { prefix: "/api" });`,
    });
    assert.deepEqual(names(files), ["POST /api/v1/orders", "POST /api/v2/refunds"]);
  });

  it("begin with the folders from which a Fastify plugin loads them, where it is told to", () => {
    const route = (path: string): string => `import type { FastifyInstance } from "fastify";
      export default async function routes(fastify: FastifyInstance) { fastify.post("${path}", async () => {}); }`;
    const app = (options: string): string => `import AutoLoad from "@fastify/autoload";
      import type { FastifyInstance } from "fastify";
      import { join } from "node:path";
      export default async function app(fastify: FastifyInstance) {
        fastify.register(AutoLoad, { dir: join(import.meta.dirname, "plugins") });
        fastify.register(AutoLoad, { dir: join(import.meta.dirname, "routes"), ${options} });
      }`;
    const files = tree({
      "src/app.ts": app('options: { prefix: "/api" }'),
      "src/routes/root.ts": route("/"),
      "src/routes/orders/index.ts": route("/"),
      "src/routes/orders/_id/refunds.ts": route("/refunds"),
      "src/health.ts": route("/health"),
    });
    const session = open(files);
    assert.deepEqual(namesIn(session), [
      "POST /api",
      "POST /api/orders",
      "POST /api/orders/:id/refunds",
      "POST /health",
    ]);
    session.setText(files.path("src/app.ts"), app("dirNameRoutePrefix: false"));
    assert.deepEqual(namesIn(session), ["POST /", "POST /", "POST /health", "POST /refunds"]);
  });

  it("begin with the base paths and mounts of Hono, Koa and Elysia", () => {
    const files = tree({
      "hono.ts": `import { Hono } from "hono";
        const orders = new Hono().post("/", (c) => c.text("")).put("/:id", (c) => c.text(""));
        const app = new Hono().basePath("/api");
        app.route("/orders", orders);`,
      "koa.ts": `import Koa from "koa";
        import Router from "@koa/router";
        const router = new Router({ prefix: "/refunds" });
        router.post("/:id", () => {});
        const all = new Router();
        all.use("/shop", router.routes());
        new Koa().use(all.routes());`,
      "elysia.ts": `import { Elysia } from "elysia";
        const sub = new Elysia({ prefix: "/users" }).post("/sign-in", () => "");
        new Elysia().use(sub).group("/v1", (app) => app.post("/payments", () => ""));`,
    });
    assert.deepEqual(names(files), [
      "POST /api/orders",
      "POST /shop/refunds/:id",
      "POST /users/sign-in",
      "POST /v1/payments",
      "PUT /api/orders/:id",
    ]);
  });

  it("begin with the prefixes of the AdonisJS groups that they are written in", () => {
    const files = tree({
      "routes.ts": `import router from "@adonisjs/core/services/router";
        const auth = () => {};
        router.group(() => {
          router.post("/orders", async () => {});
          router.group(() => { router.delete("/:id", async () => {}); }).use(auth).prefix("refunds");
          router.group(() => { router.put("/plain", async () => {}); }).use(auth);
        }).prefix("/api").as("api");
        router.post("/health", async () => {});`,
    });
    assert.deepEqual(names(files), ["DELETE /api/refunds/:id", "POST /api/orders", "POST /health", "PUT /api/plain"]);
  });

  it("begin with the global prefix and the version of a Nest application, each of its own", () => {
    const controller = `import { Controller, Post } from "@nestjs/common";
      @Controller("orders") export class OrdersController { @Post() create() {} @Post(":id/refund") refund() {} }`;
    const main = (prefix: string) => `import { NestFactory } from "@nestjs/core";
      async function bootstrap() { const app = await NestFactory.create(class {}); app.setGlobalPrefix("${prefix}"); await app.listen(3000); }
      bootstrap();`;
    const files = tree({
      "apps/shop/main.ts": main("api"),
      "apps/shop/orders.controller.ts": controller,
      "apps/back-office/main.ts": main("office"),
      "apps/back-office/orders.controller.ts": controller,
    });
    assert.deepEqual(names(files), [
      "POST /api/orders",
      "POST /api/orders/:id/refund",
      "POST /office/orders",
      "POST /office/orders/:id/refund",
    ]);
  });

  it("come through composed decorators and base controllers, under the controller's own path", () => {
    const files = tree({
      "crud.ts": `import { Post } from "@nestjs/common";
        export abstract class Crud { @Post("bulk") async bulk() {} }`,
      "decorators.ts": `import { applyDecorators, Post } from "@nestjs/common";
        export const Create = (path: string, status = 201) => applyDecorators(Post(path));`,
      "orders.controller.ts": `import { Controller } from "@nestjs/common";
        import { ApiTags } from "@nestjs/swagger";
        import { Crud } from "./crud.js";
        import { Create } from "./decorators.js";
        @ApiTags("Shop") @Controller({ path: "orders" })
        export class OrdersController extends Crud { @Create("express") async express() {} }`,
    });
    assert.deepEqual(names(files), ["POST /orders/bulk", "POST /orders/express"]);
  });
});

function names(files: TemporaryTree): readonly string[] {
  return namesIn(open(files));
}

function open(files: TemporaryTree) {
  const opened = openSession({ cwd: files.root, paths: [files.root] });
  assert.ok(opened.ok);
  return opened.session;
}

function namesIn(session: ReturnType<typeof open>): readonly string[] {
  return session
    .check({ preset: "recommended" })
    .traces.map(({ entry }) => entry.name)
    .sort();
}
