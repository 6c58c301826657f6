import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { http, postgres, verifyIdempotency } from "../../harness/api.js";
import { shopDatabase } from "./support.js";

const NOWHERE = "203.0.113.7";

describe("safety", function () {
  this.timeout(120_000);

  it("blocks an outbound call and names the line that made it", async () => {
    const verdict = await verifyIdempotency(
      {
        name: "job mail",
        attempt: () => fetch("https://mail.example/send", { method: "POST" }),
        observe: [http({ provider: "api.stripe.com" })],
      },
      { verdicts: false },
    );
    assert.equal(verdict.verdict, "inconclusive");
    assert.match(verdict.reason, /mail\.example.* at .*safety\.test\.ts:\d+ was blocked/);
  });

  it("blocks a raw TCP connection", async () => {
    const connect = (): Promise<void> =>
      new Promise((resolve, reject) => {
        net.connect({ host: NOWHERE, port: 25 }).once("connect", resolve).once("error", reject);
      });
    const verdict = await verifyIdempotency(
      { name: "job smtp", attempt: connect, observe: [http({ provider: "api.stripe.com" })] },
      { verdicts: false },
    );
    assert.match(verdict.reason, new RegExp(`the call to ${NOWHERE.replaceAll(".", "\\.")}.* was blocked`));
  });

  it("refuses a database that is not on loopback before it connects", async () => {
    const pool = new pg.Pool({ host: NOWHERE, database: "production" });
    await assert.rejects(
      verifyIdempotency({ name: "job x", attempt: () => undefined, observe: [postgres(pool)] }, { verdicts: false }),
      /the database host 203\.0\.113\.7 is not loopback/,
    );
  });

  it("says in one sentence that a database does not answer", async () => {
    await assert.rejects(
      verifyIdempotency(
        { name: "job x", attempt: () => undefined, observe: [postgres("postgres://127.0.0.1:1/none")] },
        { verdicts: false },
      ),
      /^HarnessError: the database at 127\.0\.0\.1:1 does not answer: /,
    );
  });

  it("says what a scenario lacks", async () => {
    const bare = { name: "job x", attempt: () => undefined, observe: [] };
    await assert.rejects(verifyIdempotency(bare, { verdicts: false }), /observes nothing/);
    await assert.rejects(verifyIdempotency({ ...bare, name: "" }, { verdicts: false }), /needs a name/);
  });

  it("puts the rows back that were there before", async () => {
    const { url } = await shopDatabase();
    const pool = new pg.Pool({ connectionString: url });
    const rows = async (): Promise<unknown> => (await pool.query("SELECT * FROM accounts ORDER BY id")).rows;
    const before = await rows();
    await verifyIdempotency(
      { name: "job wipe", attempt: () => pool.query("DELETE FROM accounts"), observe: [postgres(pool)] },
      { verdicts: false },
    );
    assert.deepEqual(await rows(), before);
    await pool.end();
  });

  it("ends an attempt that never ends", async () => {
    const { url } = await shopDatabase();
    const verdict = await verifyIdempotency(
      { name: "job stuck", attempt: () => new Promise(() => undefined), observe: [postgres(url)] },
      { verdicts: false, attemptMs: 50 },
    );
    assert.match(verdict.reason, /no answer within 50 ms/);
  });

  it("outlives an injected fault that the program leaves unhandled, and tells of it", async () => {
    const { url } = await shopDatabase();
    const pool = new pg.Pool({ connectionString: url });
    const insert = "INSERT INTO orders (sku, amount) VALUES ('floating', 1)";
    const verdict = await verifyIdempotency(
      { name: "job floating", attempt: () => void pool.query(insert), observe: [postgres(pool)] },
      { verdicts: false, only: ["S3"] },
    );
    await pool.end();
    assert.ok(verdict.schedules.length >= 2, verdict.timeline());
    assert.match(verdict.unhandled.join("\n"), /S3-before@safety\.test\.ts:\d+#1: nobody handles/);
  });

  it("leaves no program behind when it is killed, also one that loaded no recorders", async () => {
    const script = `
      import { verifyIdempotency, http } from "./harness/api.js";
      const listen = "require('net').createServer().listen(process.env.PORT, '127.0.0.1')";
      await verifyIdempotency({
        name: "job stuck",
        start: { command: process.execPath, args: ["-e", listen], preload: false },
        attempt: ({ url }) => (console.log(url), new Promise(() => undefined)),
        observe: [http({ provider: "unused.example" })],
      }, { verdicts: false, attemptMs: 100_000 });`;
    await killedWhileServing(script);
  });

  it("leaves no server behind when the process that started it is killed", async () => {
    const script = `import { embedded } from "./harness/api.js"; console.log((await embedded()).url); setInterval(() => undefined, 1000);`;
    const port = await killedWhileServing(script);
    if (process.platform !== "linux") return;
    const running = (): boolean => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes(` -p ${port} `);
    for (let tries = 0; tries < 200 && running(); tries += 1) await pause(50);
    assert.equal(running(), false);
  });
});

/** Kills a process that has printed the address of what it serves; that address is dead soon after. Gives its port. */
async function killedWhileServing(script: string): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", () => reject(new Error("the child ended before it served anything")));
  });
  const port = Number(new URL(url).port);
  assert.equal(await answers(port), true);
  child.removeAllListeners("exit");
  child.kill("SIGKILL");
  for (let tries = 0; tries < 200 && (await answers(port)); tries += 1) await pause(50);
  assert.equal(await answers(port), false);
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
