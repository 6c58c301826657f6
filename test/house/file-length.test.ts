import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf, folders, root } from "./sources.js";

const LIMIT = 500;

describe("files", () => {
  it(`have at most ${LIMIT} lines`, () => {
    const long = filesOf(folders, ".ts", ".mts", ".mjs", ".js")
      .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length - 1 }))
      .filter(({ lines }) => lines > LIMIT);
    assert.deepEqual(long, []);
  });
});
