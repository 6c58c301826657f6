import type { RemoteConsole } from "vscode-languageserver/node";

/** The server's log: the client's output channel. */
export interface Log {
  error(message: string, cause?: unknown): void;
  warn(message: string): void;
  info(message: string): void;
  /** Only when the client traces. */
  trace(message: string): void;
}

/** Writes to the client. */
export function createLog(console: RemoteConsole): Log {
  return {
    error: (message, cause) => console.error(cause === undefined ? message : `${message}\n${describe(cause)}`),
    warn: (message) => console.warn(message),
    info: (message) => console.info(message),
    trace: (message) => console.debug(message),
  };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
