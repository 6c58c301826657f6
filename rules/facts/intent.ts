import type { Provenance, Source } from "../../analyzer/trace.js";

/** What in a key names the one wish that it stands for: an order, a request, a message. Who asks names none. */
export function intentIn(key: Provenance): Source | undefined {
  return key.sources.find((source) => SENT.has(source.kind) && !isActor(source));
}

/** The part of a key that names who asks: a user, a customer, a tenant. */
export function actorIn(key: Provenance): Source | undefined {
  return key.sources.find((source) => SENT.has(source.kind) && isActor(source));
}

function isActor({ what }: Source): boolean {
  return isActorName(what);
}

/** `req.user.id`, `tenantId`, `session.sub`, `req.get("X-Tenant-Id")`: one for all that somebody wishes. */
export function isActorName(what: string): boolean {
  const asked = /["'`]([\w-]+)["'`][)\]]*$/.exec(what)?.[1];
  const [last = "", holder = ""] = (asked?.replace(/^x-/i, "").replaceAll("-", "_") ?? what)
    .replace(/\[.*?\]|\(.*?\)/g, "")
    .split(/[.?!]+/)
    .filter((segment) => segment !== "")
    .reverse();
  const noun = /^(.*?)_?(id|uuid|key|ref|sub|name|email|number)$/i.exec(last)?.[1] ?? last;
  return isWho(noun) || (noun === "" && isWho(holder)) || WHO_ALONE.test(last);
}

/** `customers`, `userAccount`: a name whose last word is about who, not about what. */
export function isWho(name: string): boolean {
  const lastWord = name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .split("_")
    .at(-1);
  return lastWord !== undefined && WHO.test(lastWord);
}

const SENT: ReadonlySet<string> = new Set(["caller", "message", "business"]);
const WHO =
  /^(user|customer|tenant|account|acct|org|organi[sz]ation|team|workspace|shop|store|merchant|vendor|seller|buyer|company|member|owner|actor|client|principal|profile|person|contact|subscriber|auth|session|claims)s?$/i;
const WHO_ALONE = /^(sub|uid|email|phone|ip)$/i;
