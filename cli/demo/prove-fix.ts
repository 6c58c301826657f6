import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { Pool } from "pg";
import type { Finding, Fix } from "../../analyzer/trace.js";
import {
  embedded,
  http,
  postgres,
  verifyIdempotency,
  type Scenario,
  type Started,
  type Verdict,
} from "../../harness/api.js";
import { openSession } from "../../rules/session.js";
import { applyFixes } from "../fix.js";
import { exit, type Host } from "../host.js";
import { packageFile } from "../package.js";
import { placeOf } from "../places.js";
import type { Style } from "../style.js";
import { changedLines } from "./changed-lines.js";

const PROVIDER = "api.stripe.com";
const HANDLER = "payments/phone-orders.ts";

/** Runs the phone desk's order handler as it is and with the quick-fix applied, on a real PostgreSQL and a fake Stripe. */
export async function proveFix(shop: string, host: Host, style: Style): Promise<number> {
  const found = findGap(shop);
  if (!found) return fault(`No gap with a fix was found in ${shop}/${HANDLER}.`, host);
  const { finding, fix } = found;
  const say = (text: string) => host.out.write(`${text}\n`);
  say(`   ${style.red("gap")}   ${finding.rule} at ${style.underline(placeOf(finding.site, host.cwd))}`);
  say(`   ${style.green("fix")}   ${fix.title}\n`);

  mkdirSync(packageFile(".cache"), { recursive: true });
  // Inside the repository, so that the copy finds the packages that the original finds.
  const copy = mkdtempSync(packageFile(".cache/fixed-shop-"));
  const database = await embedded({ engine: "postgres", schema: readFileSync(`${shop}/${MIGRATION}`, "utf8") });
  const pool = new Pool({ connectionString: database.url });
  try {
    cpSync(`${shop}/payments`, `${copy}/payments`, { recursive: true });
    applyFixes([moved(fix, shop, copy)]);
    const verify = async (folder: string, mutant?: string) =>
      verifyIdempotency(await scenario(folder, pool, mutant), { verdicts: false });

    say(style.bold("Before the fix"));
    const before = await verify(shop);
    say(before.timeline({ colour: style.colours }));

    say(style.bold("The fix, applied by machine"));
    for (const line of changedLines(
      readFileSync(`${shop}/${HANDLER}`, "utf8"),
      readFileSync(`${copy}/${HANDLER}`, "utf8"),
    ))
      say(`   ${line.startsWith("+") ? style.green(line) : style.red(line)}`);
    say("");

    say(style.bold("After the fix"));
    const after = await verify(copy, shop);
    say(after.timeline({ colour: style.colours }));
    return conclude(before, after, host, style);
  } finally {
    await pool.end();
    await database.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

const MIGRATION = "prisma/migrations/0003_phone_desk/migration.sql";

function conclude(before: Verdict, after: Verdict, host: Host, style: Style): number {
  const confirmed = before.verdict === "confirmed";
  const proven = after.verdict === "refuted";
  const line = (good: boolean, yes: string, no: string, verdict: Verdict) =>
    host.out.write(`${good ? style.green(`✔ ${yes}`) : style.red(`✖ ${no}`)}  ${style.grey(verdict.reason)}\n`);
  line(confirmed, "gap confirmed", `gap not confirmed (${before.verdict})`, before);
  line(proven, "fix proven", `fix not proven (${after.verdict})`, after);
  return confirmed && proven ? exit.clean : exit.fault;
}

function findGap(shop: string): { readonly finding: Finding; readonly fix: Fix } | undefined {
  const opened = openSession({ cwd: shop });
  if (!opened.ok) return undefined;
  for (const finding of opened.session.check({ preset: "recommended" }).findings) {
    const fix = finding.fixes.find(({ edits }) => edits.every((edit) => edit.file.startsWith(`${shop}/payments/`)));
    if (finding.site.file === `${shop}/${HANDLER}` && fix) return { finding, fix };
  }
  return undefined;
}

function moved(fix: Fix, from: string, to: string): Fix {
  return { ...fix, edits: fix.edits.map((edit) => ({ ...edit, file: to + edit.file.slice(from.length) })) };
}

interface PhoneDesk {
  createPhoneDeskServer(pool: Pool, paymentsUrl: string): Server;
}

interface PhoneOrder {
  readonly reference: string;
}

/** The same scenario for both versions. The version without the fix is the mutant of the one with it: it must fail. */
async function scenario(folder: string, pool: Pool, mutant?: string): Promise<Scenario<PhoneOrder>> {
  const start = await starter(folder, pool);
  return {
    name: "POST /phone-desk/orders",
    start,
    payload: ({ key }) => ({ reference: key, sku: "kettle", quantity: 1, amountCents: 4200, cardToken: "tok_visa" }),
    attempt: ({ url, key, payload }) =>
      fetch(`${url}/orders`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
        body: JSON.stringify(payload),
      }),
    observe: [postgres(pool), http({ provider: PROVIDER })],
    ...(mutant !== undefined && { mutant: { start: await starter(mutant, pool) } }),
  };
}

async function starter(folder: string, pool: Pool): Promise<() => Promise<Started>> {
  const module = (await import(pathToFileURL(`${folder}/payments/phone-desk.server.ts`).href)) as PhoneDesk;
  return () => listening(module.createPhoneDeskServer(pool, `https://${PROVIDER}`));
}

async function listening(server: Server): Promise<Started> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fault(message: string, host: Host): number {
  host.err.write(`idemlint: ${message}\n`);
  return exit.fault;
}
