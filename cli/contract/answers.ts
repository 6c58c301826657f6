import { siteKey } from "../../analyzer/sites.js";
import type { Effect, EntryPoint, Finding, Guard, Provenance, Source, Trace } from "../../analyzer/trace.js";
import { claimBehind } from "../../rules/facts/records.js";
import { isTogether } from "../../rules/facts/repeats.js";
import type { CheckResult } from "../../rules/session.js";
import { groupBy } from "../group-by.js";
import { relativeTo } from "../places.js";
import { unknown, type Answer, type Operation } from "./operation.js";

/** Every endpoint and consumer with what the analysis can answer, one for each entry point; files are told from `root`. */
export function operationsOf(
  result: Pick<CheckResult, "traces" | "findings" | "keptFor">,
  root: string,
): readonly Operation[] {
  const traces = new Map(result.traces.map((trace) => [`${trace.entry.name} ${siteKey(trace.entry.handler)}`, trace]));
  const operations = [...traces.values()].map((trace) => operationOf(trace, result));
  const named = groupBy(operations, ({ name }) => name);
  return operations.map((operation) =>
    (named.get(operation.name)?.length ?? 1) === 1
      ? operation
      : { ...operation, name: `${operation.name} in ${relativeTo(root, operation.site.file)}` },
  );
}

/** What the answers rest on. */
interface Basis {
  readonly trace: Trace;
  /** What the operation changes. */
  readonly changes: readonly Effect[];
  readonly gaps: readonly Finding[];
  /** The writes that one attempt alone wins. */
  readonly claims: readonly Effect[];
  /** What the identity that guards the operation is made of. */
  readonly identity: readonly Source[];
  readonly kept: CheckResult["keptFor"];
}

function operationOf(trace: Trace, { findings, keptFor, traces }: Parameters<typeof operationsOf>[0]): Operation {
  const { entry } = trace;
  const changes = trace.effects.filter(({ kind, quiet }) => kind !== "read" && kind !== "release" && !quiet);
  const sinks = new Set(changes.map(({ sink }) => siteKey(sink)));
  const gaps = findings.filter(({ effect }) => sinks.has(siteKey(effect.sink)));
  const claims = claimsOf(trace, changes);
  const identity = [...claims, ...changes].flatMap(identityOf).filter(({ kind }) => kind !== "constant");
  const basis: Basis = { trace, changes, gaps, claims, identity, kept: keptFor };
  const header = identity.flatMap(({ what }) => /["'`]?([\w-]*idempotency-?key)["'`]?/i.exec(what)?.[1] ?? [])[0];
  const answers = {
    keys: keys(basis, header),
    madeBy: madeBy(basis, header),
    retention: retention(basis, traces),
    otherPayload: otherPayload(basis),
    inProgress: inProgress(basis),
    completed: completed(basis),
    failed: failed(basis),
    replayedBody: replayedBody(basis),
    retries: retries(entry),
  };
  return {
    name: entry.name,
    entry: entry.name,
    kind: entry.kind,
    site: entry.site,
    answers: { ...answers, expired: expired(answers.retention) },
    ...(header !== undefined && { header }),
    gaps: [...new Set(gaps.map(({ rule }) => rule))],
  };
}

function claimsOf(trace: Trace, changes: readonly Effect[]): readonly Effect[] {
  const behind = changes.flatMap((effect) => effect.guards.flatMap((guard) => claimBehind(guard, trace) ?? []));
  const own = changes.filter(
    (effect) => effect.kind === "insert" && effect.guards.some(({ kind }) => kind === "unique-constraint"),
  );
  return [...new Set([...behind, ...own])];
}

/** What the identity is made of that makes a repeat of this effect harmless. */
function identityOf(effect: Effect): readonly Source[] {
  return effect.guards.flatMap((guard) => identityBehind(guard, effect)).flatMap(({ sources }) => sources);
}

function identityBehind(guard: Guard, effect: Effect): readonly Provenance[] {
  switch (guard.kind) {
    case "unique-constraint":
      return named(effect.values, guard.columns ?? Object.keys(effect.values));
    case "upsert":
    case "conditional-write":
      return Object.values(effect.where);
    case "stable-key":
    case "message-id":
      return effect.key?.value ? [effect.key.value] : [];
    default:
      return effect.kind === "reserve" ? Object.values(effect.values) : [];
  }
}

/** The schema says `customer_id` where the code says `customerId`. */
function named(values: Effect["values"], columns: readonly string[]): readonly Provenance[] {
  const wanted = new Set(columns.map(flat));
  return Object.entries(values).flatMap(([name, value]) => (wanted.has(flat(name)) ? [value] : []));
}

function flat(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function keys({ changes, gaps, identity, trace }: Basis, header: string | undefined): Answer {
  if (changes.length === 0) return seen("not needed", "it changes nothing that is known here");
  const [gap] = gaps;
  const guarded = changes.filter(({ guards }) => guards.length > 0);
  if (gap) {
    const value = guarded.length > 0 ? "partly" : "no";
    return seen(value, `${gap.rule} at ${gap.effect.name}: a repeat does it again`, gap.site);
  }
  const [first] = guarded;
  if (header !== undefined)
    return seen("supported", `the ${header} header is what identifies the attempt`, first?.site);
  if (identity.some(({ kind }) => kind === "message"))
    return seen("supported", `${words(identity, "message")} identifies the delivery`, first?.site);
  if (first && first.guards.every(({ kind }) => kind === "conditional-write") && guarded.length === changes.length)
    return seen("not needed", first.guards[0]?.what ?? "the state decides", first.site);
  if (identity.some(({ kind }) => kind === "caller" || kind === "business"))
    return seen("natural", `${words(identity, "caller", "business")} identifies what is wanted`, first?.site);
  return unknown(
    first
      ? "guards hold, and what their identity is made of is not seen"
      : `${trace.entry.name} has nothing at stake that is known here`,
  );
}

function madeBy({ identity, gaps }: Basis, header: string | undefined): Answer {
  const fresh = gaps.flatMap(({ effect }) => effect.key?.value?.sources ?? []).find(({ kind }) => kind === "attempt");
  if (fresh) return seen("server", `${fresh.what} is made anew on each attempt`, fresh.site);
  const first = (kind: Source["kind"]) => identity.find((source) => source.kind === kind);
  const fromHeader = identity.find(({ what }) => header !== undefined && what.includes(header));
  if (fromHeader) return seen("client", `it comes with the request: ${fromHeader.what}`, fromHeader.site);
  const message = first("message");
  if (message) return seen("sender", `it comes with the message: ${message.what}`, message.site);
  const business = first("caller") ?? first("business");
  if (business) return seen("business", `it is part of what is asked for: ${business.what}`, business.site);
  return unknown("no identity is seen that a repeat would share with the first attempt");
}

function retention({ claims, kept, trace }: Basis, traces: readonly Trace[]): Answer {
  const [claim] = claims;
  if (!claim) return unknown("nothing here remembers an attempt");
  const seconds = claim.kind === "reserve" ? kept?.(claim) : "for ever";
  if (seconds === undefined) return unknown(`how long ${claim.target} is kept is not written where it is made`);
  if (seconds !== "for ever") return seen(duration(seconds), `${claim.name} is made with this expiry`, claim.sink);
  const cleaner = traces.find(
    ({ entry, effects }) =>
      entry.name !== trace.entry.name &&
      effects.some(({ kind, target }) => kind === "delete" && target === claim.target),
  );
  return cleaner
    ? unknown(`${cleaner.entry.name} deletes from ${claim.target}; when, is not told`)
    : seen("for ever", `nothing in this code deletes from ${claim.target}`, claim.sink);
}

function duration(seconds: number): string {
  const hours = seconds / 3600;
  if (hours >= 48 && hours % 24 === 0) return `${hours / 24}d`;
  return Number.isInteger(hours) && hours > 0 ? `${hours}h` : `${Math.round(seconds / 60)}m`;
}

function otherPayload({ identity }: Basis): Answer {
  if (identity.some(({ kind }) => kind === "payload"))
    return unknown("the payload is part of what is remembered; what happens to another one is seen in a run");
  return unknown("whether payloads are compared is seen in a run: idemlint verify --http");
}

function inProgress({ claims, changes, gaps, trace }: Basis): Answer {
  const [gap] = gaps;
  if (gap) return seen("done again", `${gap.rule}: nothing keeps two attempts apart at ${gap.effect.name}`, gap.site);
  const [claim] = claims;
  if (!claim) return unknown(changes.length === 0 ? "it changes nothing" : "nothing here remembers an attempt");
  const others = changes.filter((effect) => effect !== claim);
  if (claim.transaction && others.every((effect) => isTogether(claim, effect)))
    return seen("waits", `the record in ${claim.target} is written in the transaction that does the rest`, claim.sink);
  return others.length === 0
    ? seen("waits", `${claim.name} is all that is done`, claim.sink)
    : seen(
        "taken for completed",
        `the record in ${claim.target} is committed before ${trace.entry.name} is done`,
        claim.sink,
      );
}

function completed({ claims, changes, gaps }: Basis): Answer {
  const [gap] = gaps;
  const escapes = changes.find(({ conflict }) => conflict === "escapes");
  if (escapes) return seen("fails", `the unique violation at ${escapes.name} escapes`, escapes.site);
  if (gap) return seen("done again", `${gap.rule} at ${gap.effect.name}`, gap.site);
  const mapped = changes.find(({ conflict }) => conflict === "mapped");
  if (mapped)
    return seen("refused", `the conflict at ${mapped.name} becomes an error of the service's own`, mapped.site);
  const guarded = [...claims, ...changes].find(({ guards }) => guards.length > 0);
  if (guarded) return seen("not done again", guarded.guards[0]?.what ?? guarded.name, guarded.site);
  return unknown(changes.length === 0 ? "it changes nothing" : "what it does is not judged: little is at stake");
}

function failed({ claims, changes, gaps }: Basis): Answer {
  const stuck = gaps.find(({ rule }) => rule === "stuck-reservation");
  if (stuck) return seen("stuck", stuck.message, stuck.site);
  const [claim] = claims;
  if (!claim) return unknown("nothing here remembers an attempt");
  const apart = changes.find((effect) => effect !== claim && !isTogether(claim, effect));
  return apart
    ? unknown(
        `the record in ${claim.target} and ${apart.name} end apart: idemlint verify shows what a crash between them leaves`,
      )
    : seen("done again", `a failed attempt leaves no record in ${claim.target}`, claim.sink);
}

function expired({ value, from }: Answer): Answer {
  if (from === "nothing") return unknown("how long it is remembered is not known");
  return value === "for ever"
    ? seen("never expires", "what is remembered is kept for ever")
    : seen("done again", `nothing remembers it after ${value}`);
}

function replayedBody({ claims, trace }: Basis): Answer {
  const targets = new Set(claims.map(({ target }) => target));
  const stored = trace.effects.find(
    ({ kind, target, values }) =>
      (kind === "update" || kind === "upsert") &&
      targets.has(target) &&
      Object.keys(values).some((name) => BODY.test(name)),
  );
  const reads = trace.effects.find(({ kind, target }) => kind === "read" && targets.has(target));
  if (stored && reads) return seen("same", `the response is kept in ${stored.target} and read from it`, stored.site);
  if (reads) return seen("read again", `${reads.name} reads what the first attempt left`, reads.site);
  return unknown("what a repeat is answered is seen in a run");
}

const BODY = /response|result|body|reply|answer|payload/i;

function retries({ delivery, repeatedBy, site }: EntryPoint): Answer {
  return seen(delivery, repeatedBy, site);
}

function words(sources: readonly Source[], ...kinds: readonly Source["kind"][]): string {
  const found = new Set(sources.filter(({ kind }) => kinds.includes(kind)).map(({ what }) => what));
  return [...found].slice(0, 3).join(", ");
}

function seen(value: string, because: string, site?: Answer["site"]): Answer {
  return { value, because, from: "analysis", ...(site && { site }) };
}
