/** One message of the PostgreSQL protocol, with its own bytes. */
export interface PgMessage {
  /** The type byte as a character; empty for the untyped messages at the start of a connection. */
  readonly type: string;
  readonly bytes: Buffer;
  readonly body: Buffer;
}

const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

/**
 * Cuts a byte stream into messages: a type byte and an int32 length. A client's first messages have no type, up to and including the
 * one that starts the session.
 */
export function pgFramer(fromClient: boolean): (chunk: Buffer) => readonly PgMessage[] {
  let rest: Buffer = Buffer.alloc(0);
  let untyped = fromClient;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: PgMessage[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (rest.length < head + 4) return messages;
      const size = head + rest.readInt32BE(head);
      if (rest.length < size) return messages;
      const bytes = rest.subarray(0, size);
      messages.push({ type: untyped ? "" : String.fromCharCode(bytes[0] ?? 0), bytes, body: bytes.subarray(head + 4) });
      if (untyped && !isEncryptionRequest(bytes)) untyped = false;
      rest = rest.subarray(size);
    }
  };
}

/** Whether an untyped message asks for encryption rather than starting the session. */
export function isEncryptionRequest(bytes: Buffer): boolean {
  const code = bytes.length === 8 ? bytes.readInt32BE(4) : 0;
  return code === SSL_REQUEST || code === GSS_REQUEST;
}

/** Whether an untyped message cancels a statement of another connection. */
export function isCancel(bytes: Buffer): boolean {
  return bytes.length === 16 && bytes.readInt32BE(4) === CANCEL_REQUEST;
}

/** The zero-terminated texts at the start of a message's body. */
export function texts(body: Buffer, count: number): readonly string[] {
  const found: string[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const end = body.indexOf(0, at);
    if (end < 0) return found;
    found.push(body.toString("utf8", at, end));
    at = end + 1;
  }
  return found;
}
