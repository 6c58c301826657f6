import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

const CONTROLLER = `import { Controller, Post } from "@nestjs/common";
  import { Idempotent } from "@nestarc/idempotency";
  import Stripe from "stripe";
  @Controller("orders")
  export class OrdersController {
    private readonly stripe = new Stripe("sk_test_123");
    @Post() @Idempotent() async place() { await this.stripe.paymentIntents.create({ amount: 1, currency: "eur" }); }
  }`;

describe("a decorator that only marks a method", () => {
  after(removeTrees);

  const unbound: Readonly<Record<string, string>> = {
    "nothing is bound": "export {};",
    "the class is provided and exported": module(
      "providers: [IdempotencyInterceptor], exports: [IdempotencyInterceptor]",
    ),
    "the class is the token of a provider": module("providers: [{ provide: IdempotencyInterceptor, useClass: Quiet }]"),
    "another controller is what it is bound to": `import { IdempotencyInterceptor } from "@nestarc/idempotency";
      import { Controller, UseInterceptors } from "@nestjs/common";
      @Controller("carts") @UseInterceptors(IdempotencyInterceptor) export class CartsController {}`,
    "it is named in a type alone": `import type { IdempotencyInterceptor } from "@nestarc/idempotency";
      export let interceptor: IdempotencyInterceptor;`,
  };
  for (const [what, app] of Object.entries(unbound))
    it(`guards nothing where ${what}`, () => assert.deepEqual(findings(app), ["inert-guard"]));

  const bound: Readonly<Record<string, string>> = {
    "a module binds the class": module("providers: [{ provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }]"),
    "the application binds it": `import { IdempotencyInterceptor as Replies } from "@nestarc/idempotency";
      import { NestFactory } from "@nestjs/core";
      const app = await NestFactory.create(class {});
      app.useGlobalInterceptors(app.get(Replies));`,
    "a class that extends it may be bound": `import { IdempotencyInterceptor } from "@nestarc/idempotency";
      export class Replies extends IdempotencyInterceptor {}`,
  };
  for (const [what, app] of Object.entries(bound))
    it(`guards where ${what}`, () => assert.deepEqual(findings(app), []));

  it("is judged anew when another file binds the class", () => {
    const files = tree({ "orders.controller.ts": CONTROLLER, "app.ts": "export {};" });
    const session = open(files.root);
    assert.deepEqual(rulesOf(session), ["inert-guard"]);
    session.setText(files.path("app.ts"), bound["a module binds the class"] ?? "");
    assert.deepEqual(rulesOf(session), []);
  });
});

describe("a guard that lets through who sends no key", () => {
  after(removeTrees);

  const controller = `import { Controller, Post } from "@nestjs/common";
    import { Idempotent } from "@node-idempotency/nestjs";
    import Stripe from "stripe";
    @Controller("orders")
    export class OrdersController {
      private readonly stripe = new Stripe("sk_test_123");
      @Post() @Idempotent() async place() { await this.stripe.paymentIntents.create({ amount: 1, currency: "eur" }); }
    }`;
  const app = (options: string) => `import { Module } from "@nestjs/common";
    import { NodeIdempotencyModule } from "@node-idempotency/nestjs";
    @Module({ imports: [NodeIdempotencyModule.forRootAsync({ storage, ${options} })] }) export class AppModule {}`;

  it("is told of once, unless the application has all of them ask for one", () => {
    const judged = (options: string) =>
      rulesOf(open(tree({ "orders.controller.ts": controller, "app.ts": app(options) }).root));
    assert.deepEqual(judged("keyMaxLength: 64"), ["inert-key"]);
    assert.deepEqual(judged("enforceIdempotency: false"), ["inert-key"]);
    assert.deepEqual(judged("enforceIdempotency: true"), []);
  });
});

function module(content: string): string {
  return `import { IdempotencyInterceptor } from "@nestarc/idempotency";
    import { Module } from "@nestjs/common";
    import { APP_INTERCEPTOR } from "@nestjs/core";
    class Quiet {}
    @Module({ ${content} }) export class AppModule {}`;
}

function findings(app: string): readonly string[] {
  return rulesOf(open(tree({ "orders.controller.ts": CONTROLLER, "app.ts": app }).root));
}

function rulesOf(session: ReturnType<typeof open>): readonly string[] {
  return session.check({ preset: "recommended" }).findings.map(({ rule }) => rule);
}

function open(cwd: string) {
  const opened = openSession({ cwd });
  assert.ok(opened.ok);
  return opened.session;
}
