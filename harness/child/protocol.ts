import type { Effect } from "../gate.js";
import type { BlockedCall } from "../recorders/http-policy.js";

/** What the program under test tells the harness, one JSON object a line. */
export type FromChild =
  | { readonly type: "hello"; readonly token: string }
  | { readonly type: "before" | "after"; readonly id: number; readonly effect: Effect }
  | { readonly type: "ended"; readonly id: number; readonly effect: Effect; readonly end: RemoteEnd }
  | { readonly type: "blocked"; readonly call: BlockedCall }
  | { readonly type: "settled"; readonly id: number };

/** How an effect ended, without the error object. */
export type RemoteEnd = { readonly kind: "done" } | { readonly kind: "failed" | "injected"; readonly message: string };

/** What the harness answers. */
export type ToChild =
  | { readonly type: "go"; readonly id: number }
  | {
      readonly type: "fault";
      readonly id: number;
      readonly fault: string;
      readonly message: string;
      readonly broken: boolean;
    }
  | { readonly type: "settle"; readonly id: number };

/** What a child is given in `IDEMLINT_CONTROL`. */
export interface ControlAddress {
  readonly port: number;
  readonly token: string;
  readonly providers: readonly { readonly name: string; readonly hosts: readonly string[]; readonly url: string }[];
  readonly allow: readonly string[];
  readonly doubles: readonly string[];
}

/** Where a child finds its control address. */
export const CONTROL_VARIABLE = "IDEMLINT_CONTROL";

/** Calls `receive` with each line that arrives, parsed; both ends are this harness, of the same version. */
export function readLines(stream: NodeJS.ReadableStream, receive: (message: never) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") receive(JSON.parse(line) as never);
  });
}
