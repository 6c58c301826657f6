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
});
