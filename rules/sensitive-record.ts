import type { Effect, Source } from "../analyzer/trace.js";
import { keepFingerprint } from "./fixes/keep-fingerprint.js";
import { isCache, isRecordName } from "./facts/records.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "sensitive-record",
  summary: "An idempotency record keeps personal or card data where a fingerprint and a reference would do",
  group: "governance",
  recommended: false,
  severity: "every-risk",

  *check(trace, context) {
    for (const effect of trace.effects) {
      if (!WRITES.has(effect.kind) || context.reported(effect) || !isIdempotencyRecord(effect)) continue;
      const found = Object.entries(effect.values).flatMap(([column, { sources }]) =>
        sources.flatMap((source) => (source.sealed ? [] : (kept(column, source) ?? []))),
      );
      const worst = found.find(({ secret }) => secret) ?? found[0];
      if (!worst) continue;
      const { column, source, what, secret } = worst;
      yield {
        effect: { ...effect, quiet: undefined, ...risk(secret, what) },
        message: `${effect.name} keeps ${what} in ${column === "*" ? effect.target : `${effect.target}.${column}`}: to know a repeated request again a hash is enough, and to answer it a reference; whoever reads the store reads the rest`,
        remedy: "Store a fingerprint of the request and the id of what it made, and read the answer from there.",
        steps: [{ site: source.site, what: `comes from here: ${source.what}` }],
        fixes: keepFingerprint(effect, source, context),
      };
    }
  },
});

interface Kept {
  readonly column: string;
  readonly source: Source;
  /** For people. */
  readonly what: string;
  /** A card's number, a password: nobody may keep it in the clear. */
  readonly secret: boolean;
}

/** A store of keys: its name says so, or it is a key of a cache whose name does. */
function isIdempotencyRecord(effect: Effect): boolean {
  return isRecordName(effect.target) || (isCache(effect) && /idem|dedup|replay|request/i.test(effect.target));
}

/** What stands in a column that has no need to. */
function kept(column: string, source: Source): Kept | undefined {
  const { kind, what, origin } = source;
  const field = what.split(".").at(-1) ?? "";
  const sent = kind === "caller" || kind === "message" || kind === "payload";
  if (sent && SECRET.test(field)) return { column, source, what: `the ${field} of the request`, secret: true };
  if (sent && PERSONAL.test(field)) return { column, source, what: `the ${field} of the request`, secret: false };
  if (sent && WHOLE.test(what)) return { column, source, what: `the whole request (${what})`, secret: false };
  const reply = origin && /^the reply of ([\w.]+)$/.exec(what)?.[1];
  return reply && !/\.id$/i.test(what) && /^[a-z]+\.[\w.]*(create|retrieve|confirm|capture|update)$/i.test(reply)
    ? { column, source, what: `the whole reply of ${reply}`, secret: false }
    : undefined;
}

function risk(secret: boolean, what: string): Pick<Effect, "risk" | "riskReason"> {
  return { risk: secret ? "high" : "normal", riskReason: `it keeps ${what}` };
}

const WRITES: ReadonlySet<Effect["kind"]> = new Set(["insert", "update", "upsert", "reserve"]);
const SECRET =
  /^(card_?number|cardNo|pan|cvc|cvv|cvc2|iban|account_?number|ssn|passport(_?number)?|password|passcode|pin|secret)$/i;
const PERSONAL =
  /^(e-?mail(_?address)?|phone(_?number)?|mobile|birth_?(date|day)|date_?of_?birth|address|street|(first|last|full|holder)_?name)$/i;
const WHOLE = /^\w+\.(body|rawBody|headers|data|payload|detail)$|^(event|message|msg|body|payload)$/;
