import { AsyncResource } from "node:async_hooks";
import { gateIsOpen } from "../gate.js";
import { callerFrame } from "../place.js";
import { isObject, patchMethod } from "./patch.js";
import { performStatement, type SqlStatement } from "./sql-gate.js";

type Callback = (error: unknown, rows?: unknown, fields?: unknown) => void;

/** Records the queries of mysql2, given its module: every query and prepared statement passes `addCommand`. */
export function recordMysql2(module: unknown): void {
  if (!isObject(module)) return;
  const connection = module["Connection"];
  const pool = module["Pool"];
  if (typeof connection === "function") patchMethod(connection.prototype, "addCommand", recordCommand);
  // A connection from the pool comes in a later tick: keep who asked for it.
  if (typeof pool === "function") {
    patchMethod(pool.prototype, "getConnection", (original) => {
      return function getConnection(this: unknown, ...args: unknown[]) {
        return original.apply(
          this,
          args.map((argument) =>
            typeof argument === "function" ? AsyncResource.bind(argument as Callback) : argument,
          ),
        );
      };
    });
  }
}

function recordCommand(original: (this: unknown, ...args: unknown[]) => unknown) {
  return function addCommand(this: unknown, ...args: unknown[]): unknown {
    const [command] = args;
    if (gateIsOpen() || !isObject(this) || !isObject(command)) return original.apply(this, args);
    const text = command["sql"];
    const callback = command["onResult"];
    if (typeof text !== "string" || typeof callback !== "function" || command.constructor.name === "Prepare")
      return original.apply(this, args);
    const done = AsyncResource.bind(callback as Callback);
    const perform = (): Promise<readonly [unknown, unknown]> =>
      new Promise((resolve, reject) => {
        command["onResult"] = (error: unknown, rows: unknown, fields: unknown) =>
          error ? reject(error instanceof Error ? error : new Error("the query failed")) : resolve([rows, fields]);
        original.apply(this, args);
      });
    performStatement(this, statementOf(this, text, addCommand), perform).then(
      ([rows, fields]) => done(undefined, rows, fields),
      (error: unknown) => done(error),
    );
    return command;
  };
}

function statementOf(
  connection: Record<string, unknown>,
  text: string,
  below: (...args: never[]) => unknown,
): SqlStatement {
  const frame = callerFrame(below);
  return {
    driver: "mysql2",
    text,
    ...(frame ? { frame } : {}),
    broken: () => {
      // A connection that was lost takes no more commands; the pool makes another one.
      const destroy = connection["destroy"];
      if (typeof destroy === "function") destroy.call(connection);
      return Object.assign(new Error("Connection lost: The server closed the connection."), {
        code: "PROTOCOL_CONNECTION_LOST",
        fatal: true,
      });
    },
    rollBack: () =>
      new Promise((resolve) => {
        const rollback = connection["rollback"];
        if (typeof rollback === "function") rollback.call(connection, () => resolve());
        else resolve();
      }),
  };
}
