import { otherBody, reorder } from "./bodies.js";
import { expiredKey, failureAfterEffect } from "./inside.js";
import { deviates, grave, met, notRun, type CheckResult } from "./results.js";
import { alsoAnswers } from "./profiles.js";
import { sameResult, shown, succeeded, type Reply, type Service } from "./service.js";

/** One check of the contract set. */
export interface Check {
  readonly id: string;
  readonly title: string;
  run(service: Service): Promise<CheckResult>;
}

/** The contract set, C1 to C15. */
export const CHECKS: readonly Check[] = [
  {
    id: "C1",
    title: "key missing where required",
    async run(service) {
      const reply = await service.send({});
      const { missing, name } = service.profile;
      if (missing === "optional") return met(`the key is optional at ${name}: ${shown(reply)}`);
      return reply.status === missing ? met(shown(reply)) : deviates(`expected ${missing}, got ${shown(reply)}`);
    },
  },
  {
    id: "C2",
    title: "retry after completion",
    async run(service) {
      const before = await service.effects?.();
      const key = service.key();
      const first = await service.send({ key });
      const once = await service.effects?.();
      const second = await service.send({ key });
      const twice = await service.effects?.();
      if (!succeeded(first)) return notRun(`the first request failed: ${shown(first)}`);
      if (once !== undefined && twice !== undefined && twice > once)
        return grave(
          `the retry had a second effect (${once - (before ?? 0)} → ${twice - (before ?? 0)} rows and calls)`,
        );
      return sameResult(first, second) ? met(shown(second)) : deviates(`first ${shown(first)}, then ${shown(second)}`);
    },
  },
  {
    id: "C3",
    title: "duplicate while in progress",
    async run(service) {
      const key = service.key();
      const replies = await Promise.all([service.send({ key }), service.send({ key })]);
      const refused = replies.find((reply) => !succeeded(reply));
      if (!refused) {
        const [first, second] = replies;
        if (sameResult(first, second))
          return notRun("both got the same answer: the second waited, or came after the first had ended");
        return grave(`both were carried out: ${shown(first)} and ${shown(second)}`);
      }
      const { inProgress } = service.profile;
      if (inProgress.includes(refused.status)) return met(shown(refused));
      return deviates(`expected ${inProgress.join(" or ")}, got ${shown(refused)}${others("inProgress", refused)}`);
    },
  },
  {
    id: "C4",
    title: "same key, other payload",
    async run(service) {
      const key = service.key();
      const first = await service.send({ key });
      const other = otherBody(service.body);
      if (other === undefined) return notRun("the request's body is not a JSON object");
      const reply = await service.send({ key, body: other });
      const { mismatch } = service.profile;
      if (mismatch.includes(reply.status)) return met(shown(reply));
      if (succeeded(reply) && !sameResult(first, reply))
        return grave(`the other payload was carried out under the same key: ${shown(reply)}`);
      return deviates(`expected ${mismatch.join(" or ")}, got ${shown(reply)}${others("mismatch", reply)}`);
    },
  },
  {
    id: "C5",
    title: "after a refusal the original still replays",
    async run(service) {
      const other = otherBody(service.body);
      if (other === undefined) return notRun("the request's body is not a JSON object");
      const key = service.key();
      const first = await service.send({ key });
      await service.send({ key, body: other });
      const again = await service.send({ key });
      return sameResult(first, again)
        ? met(shown(again))
        : grave(`first ${shown(first)}, after a refusal ${shown(again)}`);
    },
  },
  {
    id: "C6",
    title: "replay of empty and streamed responses",
    async run(service) {
      const key = service.key();
      const first = await service.send({ key });
      if (first.body !== "" && first.headers["transfer-encoding"] !== "chunked")
        return notRun("the response is neither empty nor streamed");
      const second = await service.send({ key });
      return sameResult(first, second) ? met(shown(second)) : deviates(`first ${shown(first)}, then ${shown(second)}`);
    },
  },
  {
    id: "C7",
    title: "failure after the effect, then retry",
    run: failureAfterEffect,
  },
  {
    id: "C8",
    title: "expired key",
    run: expiredKey,
  },
  {
    id: "C9",
    title: "other key, same body",
    async run(service) {
      const first = await service.send({ key: service.key() });
      const once = await service.effects?.();
      const second = await service.send({ key: service.key() });
      const twice = await service.effects?.();
      if (!succeeded(first) || !succeeded(second))
        return notRun(`a request failed: ${shown(succeeded(first) ? second : first)}`);
      if (once !== undefined && twice !== undefined) {
        return twice > once
          ? met("a new operation")
          : grave("another key had no effect: new work is taken for a repetition");
      }
      return sameResult(first, second)
        ? notRun("both answers are the same, and no store is observed to tell them apart")
        : met(shown(second));
    },
  },
  {
    id: "C10",
    title: "same key from another tenant or endpoint",
    async run(service) {
      const { otherTenant, otherPath } = service;
      if (!otherTenant && otherPath === undefined)
        return notRun("neither another tenant nor another endpoint was given");
      const key = service.key();
      const first = await service.send({ key });
      const others = [
        ...(otherTenant ? [{ who: "another tenant", reply: await service.send({ key, headers: otherTenant }) }] : []),
        ...(otherPath === undefined ? [] : [{ who: otherPath, reply: await service.send({ key, path: otherPath }) }]),
      ];
      const leaked = others.find(({ reply }) => sameResult(first, reply));
      if (leaked) return grave(`${leaked.who} got the first one's answer: ${shown(leaked.reply)}`);
      return met(others.map(({ who, reply }) => `${who}: ${shown(reply)}`).join("; "));
    },
  },
  {
    id: "C11",
    title: "quoted, longest and malformed keys",
    async run(service) {
      if (service.profile.key.in === "body") return notRun("the key stands in the body");
      const key = service.key();
      const bare = await service.send({ key });
      const quoted = await service.send({ key: `"${key}"` });
      const long = await service.send({ key: service.key().padEnd(service.profile.longest, "k") });
      const malformed = await service.send({ key: "" });
      const seen = [
        ...(sameResult(bare, quoted) ? [] : [`the quoted key is another intent (${shown(quoted)})`]),
        ...(succeeded(long) ? [] : [`a key of ${service.profile.longest} characters gets ${shown(long)}`]),
        ...(service.profile.missing !== "optional" && succeeded(malformed)
          ? [`an empty key gets ${shown(malformed)}`]
          : []),
      ];
      return seen.length === 0 ? met("one intent; the longest key is taken") : deviates(seen.join("; "));
    },
  },
  {
    id: "C12",
    title: "validation failure does not burn the key",
    async run(service) {
      const key = service.key();
      const refused = await service.send({ key, body: service.invalid });
      if (succeeded(refused)) return notRun(`the invalid body was taken: ${shown(refused)}`);
      const reply = await service.send({ key });
      return succeeded(reply)
        ? met(shown(reply))
        : deviates(`after ${shown(refused)} the corrected request gets ${shown(reply)}`);
    },
  },
  {
    id: "C13",
    title: "a replay marker is no evidence by itself",
    async run(service) {
      const key = service.key();
      const first = await service.send({ key });
      const second = await service.send({ key });
      const marker = Object.keys(second.headers).find(
        (name) => /replay/i.test(name) && first.headers[name] !== second.headers[name],
      );
      return marker === undefined ? met("no marker") : met(`marked by ${marker}; C2 compares the effect`);
    },
  },
  {
    id: "C14",
    title: "semantically equal body",
    async run(service) {
      const reordered = reorder(service.body);
      if (reordered === undefined) return notRun("the body has no two fields to reorder");
      const key = service.key();
      const first = await service.send({ key });
      const reply = await service.send({ key, body: reordered });
      return sameResult(first, reply)
        ? met(shown(reply))
        : deviates(`reordered fields count as another payload: ${shown(reply)}`);
    },
  },
  {
    id: "C15",
    title: "errors say whether and when to retry",
    async run(service) {
      const key = service.key();
      const replies = await Promise.all([service.send({ key }), service.send({ key })]);
      const refused = replies.find((reply) => !succeeded(reply));
      if (!refused) return notRun("no request was refused");
      const guided =
        refused.headers["retry-after"] !== undefined ||
        (refused.headers["content-type"] ?? "").includes("problem+json");
      return guided ? met(shown(refused)) : deviates(`${shown(refused)} has neither Retry-After nor problem+json`);
    },
  },
];

function others(what: "inProgress" | "mismatch", reply: Reply): string {
  const names = alsoAnswers(what, reply.status);
  return names.length === 0 ? "" : ` (as ${names.join(" and ")} does)`;
}
