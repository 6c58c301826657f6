import { ts } from "ts-morph";
import type { Retry } from "../../trace.js";
import { originOf } from "./mounts.js";
import type { Context } from "../walk/machine.js";
import type { FunctionValue, LibraryValue, Value } from "../values/value.js";

/** What is set on a library's clients after they were made, for all of their requests. */
export interface Clients {
  /** From now on every call on this client is repeated (`axiosRetry(client)`). */
  repeat(client: LibraryValue, retry: Retry): void;
  retryOf(client: LibraryValue): Retry | undefined;
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
  const retries = new Map<ts.Node, Retry>();
  const hooks = new Map<ts.Node, readonly FunctionValue[]>();
  return {
    repeat(client, retry) {
      const made = originOf(client);
      if (made) retries.set(made, retry);
    },
    retryOf(client) {
      const made = originOf(client);
      return made && retries.get(made);
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
      for (const [made, { site }] of retries) if (isIn(made) || files.has(site.file)) retries.delete(made);
      for (const [made, list] of hooks) {
        const kept = isIn(made) ? [] : list.filter(({ node }) => !isIn(node));
        if (kept.length === 0) hooks.delete(made);
        else if (kept.length < list.length) hooks.set(made, kept);
      }
    },
    signature() {
      const place = (node: ts.Node): string => `${node.getSourceFile().fileName}:${node.pos}`;
      return [
        ...[...retries].map(([made, { site }]) => `${place(made)} ${site.file}:${site.start}`),
        ...[...hooks].flatMap(([made, list]) => list.map(({ node }) => `${place(made)} ${place(node)}`)),
      ]
        .sort()
        .join("\n");
    },
  };
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
