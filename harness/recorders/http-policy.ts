import { shared } from "../context.js";
import type { Place } from "../place.js";

/** A request as a fake provider sees it. */
export interface ProviderRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a fake provider answers. */
export interface ProviderReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An outbound call that was refused, and who made it. */
export interface BlockedCall {
  readonly host: string;
  readonly text: string;
  readonly place?: Place;
}

/** Decides about outbound calls while a verification runs. */
export interface HttpPolicy {
  /** The program under test itself: an attempt, not an effect. */
  isEntry(url: URL): boolean;
  /** The name of the provider that stands in for this address, with its answer. */
  provider(url: URL): { readonly name: string; answer(request: ProviderRequest): Promise<ProviderReply> } | undefined;
  allows(host: string): boolean;
  blocked(call: BlockedCall): void;
}

const state = shared<{ policy: HttpPolicy | undefined }>("idemlint.http", () => ({ policy: undefined }));

/** The policy in force, if a verification runs. */
export function httpPolicy(): HttpPolicy | undefined {
  return state.policy;
}

/** Puts a policy in force until the returned function is called. */
export function enforcePolicy(policy: HttpPolicy): () => void {
  state.policy = policy;
  return () => {
    if (state.policy === policy) state.policy = undefined;
  };
}

/** The error for a call that would leave this machine. */
export function blockedError(host: string, place: Place | undefined): Error {
  const where = place ? ` at ${place.file}:${place.line}` : "";
  return Object.assign(
    new Error(
      `the call to ${host}${where} was blocked: only loopback is reached during a verification; name the host in \`allow\`, or observe it with http({ provider: "${host}" })`,
    ),
    { code: "EIDEMLINT_BLOCKED" },
  );
}
