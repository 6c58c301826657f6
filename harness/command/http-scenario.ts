import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { HarnessError } from "../observers/sql-access.js";
import type { ContractSubject } from "../contract/run.js";
import type { Observer } from "../observers/observer.js";
import { postgres } from "../observers/postgres.js";
import { nativeFetch } from "../recorders/http.js";
import { isLoopback, matchesHost } from "../loopback.js";
import type { Scenario } from "../scenario.js";
import type { VerifyCommand } from "./arguments.js";

/** A scenario over a running service that is seen from outside: its effects show in the database alone. */
export function httpScenario(command: VerifyCommand, cwd: string): Scenario {
  const url = serviceUrl(command);
  const body = requestBody(command, cwd);
  return {
    name: `${command.method} ${url.pathname}`,
    start: () => url.origin,
    attempt: ({ key, payload }) => sendRequest(command, url, String(payload), key),
    payload: () => body,
    observe: observersOf(command),
    allow: command.allow,
  };
}

/** The same service for the contract set. */
export function contractSubject(command: VerifyCommand, cwd: string): ContractSubject {
  const url = serviceUrl(command);
  const text = requestBody(command, cwd);
  let body: unknown;
  try {
    body = JSON.parse(text) as unknown;
  } catch {
    throw new HarnessError(`the request body ${command.data ?? ""} is not JSON, which the contract set needs`);
  }
  return {
    name: `${command.method} ${url.pathname}`,
    start: () => url.origin,
    method: command.method,
    path: `${url.pathname}${url.search}`,
    headers: headersFrom(command.headers, "header"),
    ...(command.otherTenant.length > 0 ? { otherTenant: headersFrom(command.otherTenant, "other-tenant") } : {}),
    ...(command.otherPath === undefined ? {} : { otherPath: command.otherPath }),
    ...(command.keptMs === undefined ? {} : { keptMs: command.keptMs }),
    body,
    observe: observersOf(command),
    allow: command.allow,
  };
}

function observersOf(command: VerifyCommand): readonly Observer[] {
  return command.database === undefined ? [] : [postgres(command.database)];
}

/** The service's address; one that is not on this machine has to be allowed by name. */
function serviceUrl(command: VerifyCommand): URL {
  const text = command.http ?? "";
  if (!URL.canParse(text)) throw new HarnessError(`--http ${text} is not a URL`);
  const url = new URL(text);
  if (isLoopback(url.hostname) || matchesHost(url.host, command.allow)) return url;
  throw new HarnessError(
    `${url.host} is not loopback: requests are sent many times, so allow the host with --allow ${url.hostname} if that is what you want`,
  );
}

/** The body that every request carries. */
function requestBody(command: VerifyCommand, cwd: string): string {
  if (command.data === undefined) return "{}";
  try {
    return readFileSync(resolve(cwd, command.data), "utf8");
  } catch {
    throw new HarnessError(`the request body ${command.data} cannot be read`);
  }
}

/** Headers given on the command line. */
function headersFrom(lines: readonly string[], option: string): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(":");
      if (at < 1) throw new HarnessError(`--${option} ${line} is not of the form "Name: value"`);
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

function sendRequest(command: VerifyCommand, url: URL, body: string, key: string): Promise<Response> {
  const headers = {
    "content-type": "application/json",
    "idempotency-key": key,
    ...headersFrom(command.headers, "header"),
  };
  return nativeFetch(url, { method: command.method, headers, ...(command.method === "GET" ? {} : { body }) });
}
