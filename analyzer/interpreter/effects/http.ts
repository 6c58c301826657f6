import type { CallItem } from "../../models/patterns.js";
import { riskOfName } from "../../risk.js";
import type { EffectKind, Key } from "../../trace.js";
import { columnsOf } from "./columns.js";
import type { Draft } from "./drafts.js";
import { at, type Called } from "../libraries/places.js";
import { optionsOf, piecesOf, textOf, type Value } from "../values/value.js";

/** An HTTP request: a read or a call, by its method; named by method, host and path. */
export function httpCall(model: CallItem, called: Called, key: Key | undefined): Draft {
  const method = methodOf(model, called);
  const written = urlText(at(model.url, called));
  const host = urlText(at(model.host, called));
  const base = host ?? baseText(called);
  const url = host === undefined ? (written ?? base) : addressOf(written ?? "", host);
  const body = at(model.values, called);
  const payload = body?.kind === "unknown" && body.json ? body.json : body;
  const target = url === "" ? "an address that is not known here" : url;
  const named = riskOfName(path(target));
  const kind: EffectKind = SAFE.has(method) ? "read" : "call";
  const taken = kind === "call" ? takenBy(addressOf(written ?? "", base), key, model) : undefined;
  const quiet =
    kind !== "call" ? undefined : url === "" ? "nothing is known of where it goes" : readOverPost(target, payload);
  return {
    kind,
    target,
    columns: columnsOf(payload),
    where: {},
    bounds: [],
    differs: [],
    ignoresConflict: false,
    risk: named.risk,
    riskReason: named.reason,
    locks: false,
    name: `${method} ${target}`,
    ...(taken ? { key: taken } : {}),
    ...(quiet === undefined ? {} : { quiet }),
  };
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

function methodOf(model: CallItem, called: Called): string {
  if (typeof model.method === "string") return model.method.toUpperCase();
  const value = at(model.method, called);
  const text = textOf(value);
  if (text !== undefined) return text.toUpperCase();
  // A method that cannot be read: only a request with a body is taken for a write.
  return value !== undefined && value.kind !== "literal" && at(model.values, called) !== undefined ? "POST" : "GET";
}

/** The address as far as it is known: fixed parts as they are, the rest as `{…}`. */
function urlText(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "object") return urlText(value.properties.get("url"));
  const pieces = piecesOf(value).map((piece, index) => (index === 0 ? hostOf(piece) : piece));
  if (pieces.every((piece) => typeof piece !== "string")) return undefined;
  const text = pieces.map((piece, index) => (typeof piece === "string" ? piece : index === 0 ? "" : "{…}")).join("");
  return text.replace(/^https?:\/\//, "").replace(/\?.*$/, "");
}

/** What stands for the host where the environment may name another: `process.env.API_URL ?? "https://api.telegram.org"`. */
function hostOf(piece: string | Value): string | Value {
  if (typeof piece === "string") return piece;
  return (
    optionsOf(piece)
      .map(textOf)
      .find((text) => text !== undefined && /^https?:/.test(text)) ?? piece
  );
}

/** The base address that a client was made with. */
function baseText(called: Called): string {
  const options = called.links.find((link) => link.name === "create" || link.name === "extend" || link.name === "new")
    ?.args[0];
  const base =
    options?.kind === "object" ? (options.properties.get("baseURL") ?? options.properties.get("prefixUrl")) : undefined;
  return urlText(base) ?? "";
}

/** The whole address: a path of its own is one below the client's. */
function addressOf(url: string, base: string): string {
  return base === "" || (url !== "" && !/^[/{]/.test(url))
    ? url
    : `${base.replace(/\/$/, "")}/${url.replace(/^\//, "")}`;
}

/** The key as the receiver at this address takes it: who takes none misses none, and does nothing with one. */
function takenBy(address: string, key: Key | undefined, { key: model }: CallItem): Key | undefined {
  const receiver = model?.keyless?.find((one) => new RegExp(one.address).test(address))?.receiver;
  if (receiver === undefined || !key) return key;
  return key.value && { ...key, inert: { why: `${receiver} takes no key and ignores this one` } };
}

/** The path of an address, without the host: hosts say little about risk. */
function path(target: string): string {
  const slash = target.indexOf("/");
  return slash > 0 && target.slice(0, slash).includes(".") ? target.slice(slash) : target;
}

/** POST used for reading: searches, tokens, GraphQL queries, model completions. */
function readOverPost(target: string, payload: Value | undefined): string | undefined {
  if (
    /(^|\/)(_?search|query|oauth2?|token|introspect|graphql|completions|embeddings|translate|verify|verify-webhook-signature|validate|calculate|estimate|quote|rates?|preview)(\/|$|\?)/i.test(
      target,
    )
  ) {
    const document = payload?.kind === "object" ? textOf(payload.properties.get("query")) : undefined;
    if (document !== undefined && /^\s*mutation\b/.test(document)) return undefined;
    return `${target} is a read over POST`;
  }
  return undefined;
}
