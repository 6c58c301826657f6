import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

describe("CommonJS", () => {
  after(removeTrees);

  it("is followed through what a module exports as a whole", () => {
    const files = tree({
      "catch.js": `const catchErrors = (fn) => (req, res, next) => { Promise.resolve(fn(req, res, next)).catch(next); };
        module.exports = catchErrors;`,
      "controllers/index.js": `module.exports.orders = require("./orders");`,
      "controllers/orders.js": `const catchErrors = require("../catch");
        const { Order } = require("../models");
        const create = catchErrors(async (req, res) => { res.send(await Order.create(req.body)); });
        module.exports = { create };`,
      "models/index.js": `const mongoose = require("mongoose");
        const Order = mongoose.model("Order", new mongoose.Schema({ note: String }));
        module.exports = { Order };`,
      "app.js": `const express = require("express");
        const { orders } = require("./controllers");
        const app = express();
        app.route("/orders").post(orders.create);`,
    });
    const opened = openSession({ cwd: files.root, paths: [files.root] });
    assert.ok(opened.ok);
    const { traces } = opened.session.check({ preset: "recommended" });
    assert.deepEqual(
      traces.map(({ entry, effects }) => [entry.name, ...effects.map(({ kind, target }) => `${kind} ${target}`)]),
      [["POST /orders", "insert Order"]],
    );
  });

  it("registers through functions that have no name but the one that their callers give them", () => {
    const pay = `const Stripe = require("stripe");
      const stripe = new Stripe("key");
      module.exports = async (req, res) => { await stripe.charges.create({ amount: req.body.amount }); res.end(); };`;
    for (const calls of [
      `require("./routes")(express());`,
      `const mount = require("./routes"); mount(express());`,
      `const mount = require("./routes"); async function start(app) { await mount(app); } start(express());`,
    ]) {
      const files = tree({
        "pay.js": pay,
        "routes/index.js": `const pay = require("../pay"); module.exports = (app) => { app.post("/pay", pay); };`,
        "server.js": `const express = require("express"); ${calls}`,
      });
      const opened = openSession({ cwd: files.root, paths: [files.root] });
      assert.ok(opened.ok);
      const { traces } = opened.session.check({ preset: "recommended" });
      assert.deepEqual(
        traces.map(({ entry, effects }) => [entry.name, effects.length]),
        [["POST /pay", 1]],
        calls,
      );
    }
  });
});
