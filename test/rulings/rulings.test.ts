import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { record, RECORD } from "./record.js";

describe("rulings on the sample service and its variants", function () {
  this.timeout(120_000);

  it("are the reviewed ones: `npm run rulings` writes them anew", () => {
    assert.deepEqual(record().split("\n"), readFileSync(RECORD, "utf8").split("\n"));
  });
});
