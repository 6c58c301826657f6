import { ts } from "ts-morph";
import { declare } from "./env.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine } from "./machine.js";

/** Walks statements in order; functions are known from the start of their block. */
export function executeBlock(statements: readonly ts.Statement[], frame: Frame, machine: Machine): void {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && statement.body) {
      declare(frame.env, statement.name.text, closure(statement, frame.env, frame.self));
    }
  }
  for (const statement of statements) machine.execute(statement, frame);
}
