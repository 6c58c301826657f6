import type { Risk } from "./trace.js";

/** Words by the risk that they tell of. */
export type RiskWords = Readonly<Record<Risk, readonly string[]>>;

/** Names that decide the risk of what they name, strongest first. Words are matched whole, singular or plural. */
const riskWords: RiskWords = {
  critical: [
    "payment",
    "charge",
    "refund",
    "payout",
    "transfer",
    "ledger",
    "balance",
    "wallet",
    "credit",
    "debit",
    "transaction",
    "stock",
    "inventory",
    "entitlement",
    "commission",
    "earning",
    "settlement",
    "withdrawal",
    "deposit",
    "giftcard",
  ],
  high: [
    "order",
    "booking",
    "reservation",
    "subscription",
    "invoice",
    "checkout",
    "purchase",
    "sale",
    "shipment",
    "fulfillment",
    "fulfilment",
    "provision",
    "license",
    "licence",
    "ticket",
    "coupon",
    "voucher",
    "redemption",
    "enrollment",
    "submission",
    "mail",
    "email",
    "sms",
    "notification",
    "message",
    "webhook",
    "quota",
    "usage",
    "seat",
    "courier",
    "delivery",
  ],
  low: [
    "log",
    "audit",
    "analytics",
    "metric",
    "event",
    "trace",
    "telemetry",
    "cache",
    "session",
    "view",
    "visit",
    "click",
    "impression",
    "history",
    "activity",
    "statistic",
    "stat",
    "heartbeat",
    "ping",
    "search",
    "embedding",
    "ratelimit",
    "clickhouse",
  ],
  normal: [],
};

/** What a name says about risk, and the word that says it. */
export interface NamedRisk {
  readonly risk: Risk;
  readonly reason: string;
}

/** What a name says about risk: the word that decided, or `normal`. The last word of a name is its noun, so it speaks first. */
export function riskOfName(name: string): NamedRisk {
  // `order_events_v2 (id, body)`: neither the version nor the columns are what it holds.
  const all = wordsOf(name.replace(/\s*\(.*$/s, "").replace(/_+v\d+$/i, ""));
  // Who is put on a mailing list twice is on it once, and pays for nothing.
  const words = all.some((word) => LISTS.has(word)) ? all.filter((word) => word !== "subscription") : all;
  // An entry of a history is history.
  const noun = words.findLast((word) => !PART.has(word)) ?? words.at(-1);
  if (noun !== undefined) {
    const low = find("low", [noun]);
    if (low) return { risk: "low", reason: `the word “${low}” in ${name}` };
  }
  if (noun !== undefined && ASIDE.has(noun)) return { risk: "normal", reason: `the word “${noun}” in ${name}` };
  const weighty =
    noun !== undefined && SETTINGS.has(noun) ? (["critical", "low"] as const) : (["critical", "high", "low"] as const);
  for (const risk of weighty) {
    // An event's guests are people, and `/events/trigger` sends what it is given: only what is itself an event is a trace of something.
    const word = find(risk, risk === "low" ? words.filter((one) => one !== "event") : words);
    if (word) return { risk, reason: `the word “${word}” in ${name}` };
  }
  return { risk: "normal", reason: `no risk word in ${name}` };
}

/** What a user's own words say about the risk of a name; nothing when none of them is in it. */
export type OwnRisk = (name: string) => NamedRisk | undefined;

/** Reads names by a user's own words, strongest first. */
export function ownRisk(words: RiskWords): OwnRisk {
  const own = new Map<string, Risk>();
  for (const risk of ORDER) for (const word of words[risk]) own.set(normal(word), risk);
  if (own.size === 0) return () => undefined;
  return (name) => {
    const found = wordsOf(name, own).filter((word) => own.has(word));
    const word = found.sort((a, b) => ORDER.indexOf(own.get(b) ?? "low") - ORDER.indexOf(own.get(a) ?? "low"))[0];
    const risk = word === undefined ? undefined : own.get(word);
    return risk && { risk, reason: `the word “${word}” in ${name}` };
  };
}

/** Whether one of these words is in a name, whole, singular or plural. */
export function hasWord(name: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const wanted = new Map(words.map((word) => [normal(word), true]));
  return wordsOf(name, wanted).some((word) => wanted.has(word));
}

/** The graver of two risks. */
export function graver(a: Risk, b: Risk): Risk {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

const ORDER: readonly Risk[] = ["low", "normal", "high", "critical"];

/** Words for one row of what the word before them names. */
const PART = new Set(["entry", "record", "row"]);

/** What is said about how things are sent or sold is none of them: a mail template is no mail. */
const SETTINGS = new Set([
  "setting",
  "config",
  "configuration",
  "template",
  "transport",
  "provider",
  "preference",
  "type",
  "layout",
  "theme",
  "group",
]);

/** Lists of addresses: a subscription to one is no sale. */
const LISTS = new Set(["mailing", "newsletter", "waitlist"]);

/** What is kept beside a thing and found again with it: a second tag or attachment of a payment is no second payment. */
const ASIDE = new Set([
  "attachment",
  "tag",
  "category",
  "comment",
  "suggestion",
  "validation",
  "bookmark",
  "favorite",
  "favourite",
]);

const index = new Map<string, Risk>();
for (const risk of ["low", "high", "critical"] as const) for (const word of riskWords[risk]) index.set(word, risk);

function find(risk: Risk, words: readonly string[]): string | undefined {
  return words.find((word) => index.get(word) === risk);
}

function normal(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, "");
}

function wordsOf(name: string, known: ReadonlyMap<string, unknown> = index): readonly string[] {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== "");
  const singular = parts.map((part) =>
    part.endsWith("ies") ? `${part.slice(0, -3)}y` : part.replace(/(?<=[a-z]{3})s$/, ""),
  );
  // "gift card" and "e mail" are one word each.
  const pairs = singular.slice(1).map((part, i) => `${singular[i] ?? ""}${part}`);
  return [...pairs.filter((pair) => known.has(pair)), ...singular];
}
