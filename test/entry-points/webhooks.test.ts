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

  it("are told by a signature that is made by hand and read out of a header", () => {
    const files = tree({
      "app.ts": `import { createHmac, timingSafeEqual } from "node:crypto";
        import express from "express";
        import twilio from "twilio";
        const app = express();
        app.post("/acme", (req) => {
          const expected = createHmac("sha256", "secret").update(req.rawBody).digest();
          if (!timingSafeEqual(expected, Buffer.from(req.headers["x-acme-signature"], "hex"))) throw new Error();
        });
        app.post("/parcels", signed, (req) => {});
        app.post("/calls", twilio.webhook(), (req) => {});
        app.post("/paypal", async (req) => {
          await fetch("https://api-m.paypal.com/v1/notifications/verify-webhook-signature", { method: "POST", body: req.body });
        });
        app.post("/orders", async (req) => {
          const signature = createHmac("sha256", "secret").update(req.body).digest("hex");
          await fetch("https://exchange.example/orders", { method: "POST", headers: { "X-Signature": signature } });
        });
        app.post("/tokens", (req) => { createHmac("sha256", "secret").update(req.body.user).digest("hex"); });
        function signed(req, res, next) {
          if (signatureOf(req.rawBody) !== req.get("X-Parcel-Signature")) return res.status(401).end();
          next();
        }
        function signatureOf(body) { return createHmac("sha256", "secret").update(body).digest("hex"); }`,
    });
    const opened = openSession({ cwd: files.root, paths: [files.root] });
    assert.ok(opened.ok);
    const { traces } = opened.session.check({ preset: "recommended" });
    assert.deepEqual(
      traces.map(({ entry }) => [entry.name, entry.kind, entry.repeatedBy.replace(/ delivers.*/, "")]),
      [
        ["POST /acme", "webhook", "the sender of a signed webhook"],
        ["POST /parcels", "webhook", "the sender of a signed webhook"],
        ["POST /calls", "webhook", "Twilio"],
        ["POST /paypal", "webhook", "PayPal"],
        ["POST /orders", "http", "the client sends the request again when it gets no reply"],
        ["POST /tokens", "http", "the client sends the request again when it gets no reply"],
      ],
    );
  });
});
