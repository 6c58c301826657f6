/** One command or reply of the Redis protocol (RESP 2 and 3), with its own bytes. */
export interface RespMessage {
  /** The type byte as a character; empty for an inline command. */
  readonly type: string;
  readonly bytes: Buffer;
  /** The texts of an array of strings: a command and its arguments. */
  readonly words: readonly string[];
}

/** Cuts a byte stream into messages, wherever it is split. */
export function respFramer(): (chunk: Buffer) => readonly RespMessage[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: RespMessage[] = [];
    for (let end = endOf(rest, 0); end !== undefined; end = endOf(rest, 0)) {
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end);
      messages.push(messageOf(bytes));
    }
    return messages;
  };
}

const LINES = new Set(["+", "-", ":", "_", "#", ",", "("]);
const BULKS = new Set(["$", "!", "="]);
/** How many values stand for one of the announced ones. */
const AGGREGATES: Readonly<Record<string, number>> = { "*": 1, "~": 1, ">": 1, "%": 2, "|": 2 };

/** Where the value that begins here ends; nothing while bytes are missing. */
function endOf(bytes: Buffer, at: number): number | undefined {
  const line = bytes.indexOf("\r\n", at);
  if (line < 0) return undefined;
  const type = String.fromCharCode(bytes[at] ?? 0);
  const after = line + 2;
  if (LINES.has(type)) return after;
  const length = Number(bytes.toString("latin1", at + 1, line));
  if (BULKS.has(type)) {
    const end = length < 0 ? after : after + length + 2;
    return end <= bytes.length ? end : undefined;
  }
  const each = AGGREGATES[type];
  if (each === undefined) return after;
  let end: number | undefined = after;
  for (let index = 0; index < length * each && end !== undefined; index += 1) end = endOf(bytes, end);
  // An attribute stands before the value that it is about.
  return type === "|" && end !== undefined ? endOf(bytes, end) : end;
}

function messageOf(bytes: Buffer): RespMessage {
  const type = String.fromCharCode(bytes[0] ?? 0);
  if (type === "*") return { type, bytes, words: wordsOf(bytes) };
  const known = LINES.has(type) || BULKS.has(type) || type in AGGREGATES;
  return known ? { type, bytes, words: [] } : { type: "", bytes, words: bytes.toString("utf8").trim().split(/\s+/) };
}

function wordsOf(bytes: Buffer): readonly string[] {
  const words: string[] = [];
  for (let at = bytes.indexOf("\r\n") + 2; at < bytes.length;) {
    const line = bytes.indexOf("\r\n", at);
    if (String.fromCharCode(bytes[at] ?? 0) !== "$") return words;
    const length = Number(bytes.toString("latin1", at + 1, line));
    words.push(bytes.toString("utf8", line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return words;
}
