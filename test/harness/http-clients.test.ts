import assert from "node:assert/strict";
import https from "node:https";
import { http, verifyIdempotency } from "../../harness/api.js";
import { recordInstalledDrivers } from "../../harness/recorders/installed.js";
import { FIXTURES, fixturePackage, importedFixture } from "./fixture-packages.js";
import { byTarget } from "./support.js";

const URL_OF_CHARGES = "https://api.stripe.com/v1/charges";
const BODY = "amount=5&currency=eur";

/** Makes one charge, with the key when there is one, and waits for the answer. */
type Charge = (headers: Record<string, string>) => Promise<unknown>;

const clients: Readonly<Record<string, () => Promise<Charge> | Charge>> = {
  "the global fetch": () => (headers) => fetch(URL_OF_CHARGES, { method: "POST", body: BODY, headers }),
  "node:https": () => (headers) =>
    new Promise((resolve, reject) => {
      const request = https.request(URL_OF_CHARGES, { method: "POST", headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      request.on("error", reject).end(BODY);
    }),
  "undici request": () => {
    const { request } = fixturePackage("undici") as Undici;
    return async (headers) => (await request(URL_OF_CHARGES, { method: "POST", body: BODY, headers })).body.text();
  },
  "undici fetch": () => {
    const undici = fixturePackage("undici") as Undici;
    return async (headers) => (await undici.fetch(URL_OF_CHARGES, { method: "POST", body: BODY, headers })).text();
  },
  "undici Pool": () => {
    const { Pool } = fixturePackage("undici") as Undici;
    const pool = new Pool("https://api.stripe.com");
    return async (headers) =>
      (await pool.request({ path: "/v1/charges", method: "POST", body: BODY, headers })).body.text();
  },
  got: async () => {
    const { got } = await importedFixture<{ got: Got }>("got");
    return (headers) => got.post(URL_OF_CHARGES, { body: BODY, headers, retry: { limit: 0 } }).text();
  },
  superagent: () => {
    const superagent = fixturePackage("superagent") as Superagent;
    return (headers) => superagent.post(URL_OF_CHARGES).set(headers).send(BODY);
  },
  ky: async () => {
    const { default: ky } = await importedFixture<{ default: Ky }>("ky");
    return (headers) => ky.post(URL_OF_CHARGES, { body: BODY, headers, retry: 0 }).text();
  },
  ofetch: async () => {
    const { ofetch } = await importedFixture<{ ofetch: Ofetch }>("ofetch");
    return (headers) => ofetch(URL_OF_CHARGES, { method: "POST", body: BODY, headers, retry: 0 });
  },
};

describe("clients of HTTP", function () {
  this.timeout(60_000);
  before(() => recordInstalledDrivers([FIXTURES]));

  for (const [name, make] of Object.entries(clients))
    it(`sees a charge of ${name} with and without a key, and where it is made`, async () => {
      const charge = await make();
      for (const keyed of [false, true]) {
        const verdict = await verifyIdempotency(
          {
            name: "queue charges",
            attempt: async ({ key }) => {
              await charge(keyed ? { "idempotency-key": key } : {});
            },
            observe: [http({ provider: "api.stripe.com" })],
          },
          { verdicts: false, budgetMs: 50_000 },
        );
        const expected = keyed ? "refuted" : "confirmed";
        assert.equal(verdict.verdict, expected, verdict.timeline());
        assert.deepEqual(byTarget(verdict), { "call POST api.stripe.com/v1/charges": expected });
        assert.match(verdict.sites[0]?.file ?? "", /http-clients\.test\.ts$/);
        assert.deepEqual(verdict.unattributed, []);
      }
    });
});

interface Answer {
  text(): Promise<string>;
}

interface Undici {
  request(url: string, options: object): Promise<{ readonly body: Answer }>;
  fetch(url: string, options: object): Promise<Answer>;
  readonly Pool: new (origin: string) => { request(options: object): Promise<{ readonly body: Answer }> };
}

interface Got {
  post(url: string, options: object): Answer;
}

interface Superagent {
  post(url: string): { set(headers: object): { send(body: string): Promise<unknown> } };
}

interface Ky {
  post(url: string, options: object): Answer;
}

type Ofetch = (url: string, options: object) => Promise<unknown>;
