import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { missing } from "./environment.mjs";

const reason = missing();

describe("extension in a real VS Code", function () {
  this.timeout(960_000);

  if (reason === undefined) {
    it("passes the suite that runs in the extension host", () => {
      const runner = fileURLToPath(new URL("./run.mjs", import.meta.url));
      const { status, stdout, stderr } = spawnSync(process.execPath, [runner], { encoding: "utf8" });
      assert.equal(status, 0, `${stdout}\n${stderr}`);
    });
  } else {
    it.skip(`not run, because ${reason}`);
  }
});
