import type { Value } from "../values/value.js";

/** A variable. */
export interface Cell {
  value: Value;
}

/** Where names are looked up: a block, a function, or a module (whose names are evaluated when they are first asked for). */
export interface Env {
  readonly file: string;
  readonly parent?: Env;
  readonly cells: Map<string, Cell>;
  /** Set for a module's own scope. */
  readonly module?: (name: string) => Value | undefined;
}

/** A scope inside another. */
export function inner(parent: Env): Env {
  return { file: parent.file, parent, cells: new Map() };
}

/** Declares a name in this scope. */
export function declare(env: Env, name: string, value: Value): void {
  env.cells.set(name, { value });
}

/** The variable that a name means here; module names become variables on first use. */
export function find(env: Env, name: string): Cell | undefined {
  for (let scope: Env | undefined = env; scope; scope = scope.parent) {
    const cell = scope.cells.get(name);
    if (cell) return cell;
    const value = scope.module?.(name);
    if (value) {
      const made = { value };
      scope.cells.set(name, made);
      return made;
    }
  }
  return undefined;
}

/** Whether a name means a variable of a module here. */
export function isOfModule(env: Env, name: string): boolean {
  for (let scope: Env | undefined = env; scope; scope = scope.parent)
    if (scope.module || scope.cells.has(name)) return scope.module !== undefined;
  return false;
}
