import { ts } from "ts-morph";
import type { Effect, Fix } from "../../analyzer/trace.js";
import type { Expiry } from "../facts/expiry.js";
import type { RuleContext } from "../rule.js";
import { quoted } from "./chain.js";

/** Lets a key live as long as an attempt may still come. */
export function forgetLater(claim: Effect, expiry: Expiry, seconds: number, context: RuleContext): Fix[] {
  const source = context.source(claim.sink.file);
  if (!source || expiry.kind === "unknown") return [];
  const file = source.fileName;
  const title = `Keep the key for ${seconds / 86_400} day${seconds === 86_400 ? "" : "s"}`;
  if (expiry.kind === "after") {
    const { written, unit } = expiry;
    const edits = [{ file, start: written.getStart(source), end: written.end, text: grouped(seconds * unit) }];
    return [{ title, safety: "review", edits }];
  }
  const last = expiry.call.arguments.at(-1);
  const flag = expiry.call.arguments.find((one) => ts.isStringLiteralLike(one) && one.text.toUpperCase() === "NX");
  if (flag) {
    const at = flag.getStart(source);
    const text = `${quoted("EX", source)}, ${grouped(seconds)}, `;
    return [{ title, safety: "review", edits: [{ file, start: at, end: at, text }] }];
  }
  if (!last || !ts.isObjectLiteralExpression(last) || !last.properties[0]) return [];
  const at = last.properties[0].getStart(source);
  const name = /^nx$/.test(last.properties[0].name?.getText(source) ?? "") ? "ex" : "EX";
  return [{ title, safety: "review", edits: [{ file, start: at, end: at, text: `${name}: ${grouped(seconds)}, ` }] }];
}

/** `2_592_000`. */
export function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, "_");
}
