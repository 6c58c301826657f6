import { siteKey } from "../../sites.js";
import type { Provenance, Source } from "../../trace.js";
import { piecesOf, provenanceOf, type Value } from "./value.js";

/** The whole of what the caller sent (`req.body`, a message), as it is, serialised or hashed. */
export function isWhole(value: Value): boolean {
  switch (value.kind) {
    case "unknown":
      if (value.whole !== undefined) return value.whole;
      return value.text ? piecesOf(value).some(isWholePiece) : isParameter(value);
    case "library":
      // `createHash("sha256").update(body).digest("hex")`
      return value.links.some((link) => link.args.some(isWhole));
    case "object":
      return value.rest !== undefined && isWhole(value.rest);
    case "union":
      return value.options.some(isWhole);
    default:
      return false;
  }
}

/** Calls after which the whole is still the whole: serialising, hashing, encoding. */
export function keepsWhole(name: string): boolean {
  return /hash|digest|stringify|seriali[sz]e|md5|sha\d|checksum|fingerprint|base64|^update$|^toString$/i.test(name);
}

/** The text of a function names such a call somewhere. */
export function mayHash(text: string): boolean {
  return /hash|digest|stringify|seriali[sz]e|md5|sha\d|checksum|fingerprint/i.test(text);
}

/**
 * What a value is made of when it serves as a key: the whole of what the caller sent, serialised or hashed, is the
 * payload, and not the identity that may stand in it.
 */
export function madeOfWhole(value: Value): Provenance {
  const made = provenanceOf(value);
  const pieces = value.kind === "unknown" && value.text ? piecesOf(value).filter(isWholePiece) : [];
  if (pieces.length === 0 && !isWhole(value)) return made;
  const whole = pieces.length > 0 ? pieces.flatMap((piece) => provenanceOf(piece).sources) : made.sources;
  const sources = made.sources.map((source) => (isSent(source) && has(whole, source) ? payload(source) : source));
  return { ...made, sources };
}

function isSent({ kind }: Source): boolean {
  return kind === "caller" || kind === "message";
}

function has(sources: readonly Source[], { what, site }: Source): boolean {
  return sources.some((other) => other.what === what && siteKey(other.site) === siteKey(site));
}

function payload(source: Source): Source {
  return { ...source, kind: "payload" };
}

/** Reads the body of a request of the web platform. */
export function readsBody(receiver: Value, method: string | undefined, args: readonly Value[]): boolean {
  return (
    args.length === 0 &&
    receiver.kind === "unknown" &&
    receiver.members !== undefined &&
    (method === "json" || method === "text" || method === "formData")
  );
}

function isWholePiece(piece: string | Value): piece is Value {
  return typeof piece !== "string" && isWhole(piece);
}

/** The handler's own parameter: what a message or request is called there has no dot. */
function isParameter(value: Extract<Value, { kind: "unknown" }>): boolean {
  const [source, ...others] = value.provenance.sources;
  return value.members !== undefined && others.length === 0 && source?.kind === "message" && /^\w+$/.test(source.what);
}
