import { ts } from "ts-morph";
import type { Retry } from "../../trace.js";
import { originOf } from "./mounts.js";
import type { Context } from "../walk/machine.js";
import type { FunctionValue, LibraryValue, Value } from "../values/value.js";

/** What is set on a library's clients after they were made, for all of their requests. */
export interface Clients {
  /** From now on every call on this client is repeated (`axiosRetry(client)`), or those of these methods. */
  repeat(client: LibraryValue, retry: Retry, methods?: readonly string[]): void;
  /** What repeats its calls, of this method where one is asked for. */
  retryOf(client: LibraryValue, method?: string): Retry | undefined;
  /** From now on the requests that functions of these libraries make are repeated, those of these methods (`setGlobalDispatcher(agent)`). */
  repeatAll(call: ts.Node, libraries: readonly string[], methods: readonly string[], retry: Retry): void;
  retryOfAll(library: string, method: string): Retry | undefined;
  /** From now on a function sees every request of this client before it is sent. */
  hook(client: LibraryValue, fn: FunctionValue): void;
  hooksOf(client: LibraryValue): readonly FunctionValue[];
  /** Drops what these files made or set. */
  forget(files: ReadonlySet<string>): void;
  /** A text that changes when something is set or no longer set, in whatever file: callers need not import it. */
  signature(): string;
}

/** An empty record of clients. */
export function createClients(): Clients {
  const retries = new Map<ts.Node, Repeated>();
  const hooks = new Map<ts.Node, readonly FunctionValue[]>();
  const everywhere = new Map<ts.Node, Everywhere>();
  return {
    repeat(client, retry, methods) {
      const made = originOf(client);
      if (made) retries.set(made, { retry, ...(methods && { methods }) });
    },
    retryOf(client, method) {
      const made = originOf(client);
      const known = made && retries.get(made);
      if (method !== undefined && known?.methods && !known.methods.includes(method)) return undefined;
      return known?.retry;
    },
    repeatAll(call, libraries, methods, retry) {
      everywhere.set(call, { libraries, methods, retry });
    },
    retryOfAll(library, method) {
      const fits = (one: Everywhere): boolean => one.libraries.includes(library) && one.methods.includes(method);
      return [...everywhere.values()].find(fits)?.retry;
    },
    hook(client, fn) {
      const made = originOf(client);
      const known = made ? (hooks.get(made) ?? []) : [];
      if (made && !known.some(({ node }) => node === fn.node)) hooks.set(made, [...known, fn]);
    },
    hooksOf(client) {
      const made = originOf(client);
      return made ? (hooks.get(made) ?? []) : [];
    },
    forget(files) {
      const isIn = (node: ts.Node): boolean => files.has(node.getSourceFile().fileName);
      for (const [made, { retry }] of retries) if (isIn(made) || files.has(retry.site.file)) retries.delete(made);
      for (const call of everywhere.keys()) if (isIn(call)) everywhere.delete(call);
      for (const [made, list] of hooks) {
        const kept = isIn(made) ? [] : list.filter(({ node }) => !isIn(node));
        if (kept.length === 0) hooks.delete(made);
        else if (kept.length < list.length) hooks.set(made, kept);
      }
    },
    signature() {
      const place = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.pos}`;
      return [
        ...[...retries].map(
          ([
            made,
            {
              retry: { site },
            },
          ]) => `${place(made)} ${site.file}:${site.start}`,
        ),
        ...[...everywhere].map(([call, { methods }]) => `${place(call)} ${methods.join(" ")}`),
        ...[...hooks].flatMap(([made, list]) => list.map(({ node }) => `${place(made)} ${place(node)}`)),
      ]
        .sort()
        .join("\n");
    },
  };
}

interface Repeated {
  readonly retry: Retry;
  readonly methods?: readonly string[];
}

interface Everywhere {
  readonly libraries: readonly string[];
  readonly methods: readonly string[];
  readonly retry: Retry;
}

/** The context in which a client runs what it is given, when it does so again on failure. */
export function repeated(context: Context, retry: Retry | undefined): Context {
  return retry ? { ...context, retry } : context;
}

/** Whether a function answers with something somewhere: one that only logs does not. */
export function answers(fn: Value): boolean {
  if (fn.kind !== "function" || !("body" in fn.node) || !fn.node.body) return false;
  const { body } = fn.node;
  if (!ts.isBlock(body)) return !ts.isCallExpression(body);
  const returns = (node: ts.Node): boolean =>
    ts.isReturnStatement(node) ? node.expression !== undefined : !ts.isFunctionLike(node) && found(node);
  const found = (node: ts.Node): boolean => ts.forEachChild(node, (child) => returns(child) || undefined) === true;
  return found(body);
}
