import { piecesOf, type Value } from "./value.js";

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

/** Reads the body of a request of the web platform. */
export function readsBody(receiver: Value, method: string | undefined, args: readonly Value[]): boolean {
  return (
    args.length === 0 &&
    receiver.kind === "unknown" &&
    receiver.members !== undefined &&
    (method === "json" || method === "text" || method === "formData")
  );
}

function isWholePiece(piece: string | Value): boolean {
  return typeof piece !== "string" && isWhole(piece);
}

/** The handler's own parameter: what a message or request is called there has no dot. */
function isParameter(value: Extract<Value, { kind: "unknown" }>): boolean {
  const [source, ...others] = value.provenance.sources;
  return value.members !== undefined && others.length === 0 && source?.kind === "message" && /^\w+$/.test(source.what);
}
