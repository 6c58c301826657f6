import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("webhooks", () => {
  after(removeTrees);

  it("are told by the check of their sender's signature, in the handler or in a helper", () => {
    const files = tree({
      "app.ts": `import express from "express";
        import Stripe from "stripe";
        import twilio from "twilio";
        import { Webhook } from "svix";
        import { WebhooksHelper } from "square";
        const app = express();
        const stripe = new Stripe("");
        app.post("/billing", (req) => { const paid = stripe.webhooks.constructEvent(req.body, "", ""); });
        app.post("/sms", (req) => { const right = twilio.validateRequest("", "", "", {}); });
        app.post("/users", (req) => { const event = verified(req); });
        app.post("/square", (req) => { if (!WebhooksHelper.verifySignature(req.body)) throw new Error(); });
        app.post("/orders", (req) => { stripe.refunds.create(req.body); });
        function verified(req) { return new Webhook("").verify(req.body, req.headers); }`,
    });
    const opened = openSession({ cwd: files.root, paths: [files.root] });
    assert.ok(opened.ok);
    const { traces } = opened.session.check({ preset: "recommended" });
    assert.deepEqual(
      traces.map(({ entry }) => [
        entry.name,
        entry.kind,
        entry.repeatedBy.split(" ")[0],
        entry.identities[0]?.expression,
      ]),
      [
        ["POST /billing", "webhook", "Stripe", "paid.id"],
        ["POST /sms", "webhook", "Twilio", 'req.get("Idempotency-Key")'],
        ["POST /users", "webhook", "Svix", 'req.get("Idempotency-Key")'],
        ["POST /square", "webhook", "Square", 'req.get("Idempotency-Key")'],
        ["POST /orders", "http", "the", 'req.get("Idempotency-Key")'],
      ],
    );
  });
});
