import path from "node:path";
import * as vscode from "vscode";
import type { EntryPointInfo } from "../../../server/protocol.js";

/** What stands in the Test Explorer: a scenario's file, or an entry point with the scenarios that run it. */
export type Runnable =
  | { readonly kind: "scenario"; readonly names: readonly string[] }
  | { readonly kind: "entry"; readonly entry: EntryPointInfo };

/** Items and what they stand for. */
export interface Items {
  readonly controller: vscode.TestController;
  what(item: vscode.TestItem): Runnable | undefined;
  addScenario(uri: vscode.Uri, text: string): void;
  removeScenario(uri: vscode.Uri): void;
  setEntries(entries: readonly EntryPointInfo[]): void;
  /** The scenarios that run an entry point: those that bear its name, and those whose runs reached its calls. */
  scenariosOf(entry: EntryPointInfo): readonly vscode.TestItem[];
}

/** Makes the two lists: scenarios, and entry points. */
export function createItems(controller: vscode.TestController): Items {
  const known = new WeakMap<vscode.TestItem, Runnable>();
  let entryNames: ReadonlySet<string> = new Set();
  const scenarios = controller.createTestItem("scenarios", "Scenarios");
  scenarios.sortText = "1";
  const entries = controller.createTestItem("entries", "Entry points");
  entries.sortText = "2";
  const show = (list: vscode.TestItem) => {
    if (list.children.size > 0) controller.items.add(list);
    else controller.items.delete(list.id);
  };
  return {
    controller,
    what: (item) => known.get(item),
    addScenario: (uri, text) => {
      const { names, line } = namesIn(text);
      const label = names.join(", ") || path.basename(uri.fsPath);
      const id = uri.toString();
      // The item of a file that changed stays: a run may be under way.
      const item = scenarios.children.get(id) ?? controller.createTestItem(id, label, uri);
      item.label = label;
      item.description = vscode.workspace.asRelativePath(uri);
      item.range = new vscode.Range(line, 0, line, 0);
      known.set(item, { kind: "scenario", names });
      scenarios.children.add(item);
      show(scenarios);
    },
    removeScenario: (uri) => {
      scenarios.children.delete(uri.toString());
      show(scenarios);
    },
    setEntries: (found) => {
      const made = found.map((entry) => {
        const uri = vscode.Uri.parse(entry.uri);
        const id = `${entry.uri}#${entry.name}`;
        const item = entries.children.get(id) ?? controller.createTestItem(id, entry.name, uri);
        item.range = new vscode.Range(entry.line, 0, entry.line, 0);
        item.description = entry.unguarded > 0 ? `${entry.unguarded} unguarded` : "";
        known.set(item, { kind: "entry", entry });
        return item;
      });
      entryNames = new Set(found.map(({ name }) => name));
      entries.children.replace(made);
      show(entries);
    },
    scenariosOf: (entry) =>
      [...scenarios.children].flatMap(([, item]) => {
        const what = known.get(item);
        return what?.kind === "scenario" && what.names.some((name) => runs(name, entry, entryNames)) ? [item] : [];
      }),
  };
}

/** The names that a scenario file gives, and where the first stands. */
function namesIn(text: string): { readonly names: readonly string[]; readonly line: number } {
  const found = [...text.matchAll(/\bname:\s*(["'`])(.+?)\1/g)];
  const line = text.slice(0, found[0]?.index ?? 0).split("\n").length - 1;
  return { names: found.flatMap((match) => match[2] ?? []), line };
}

/**
 * The entry point that bears the scenario's name is the one. Where none does, a route may be mounted out of sight: the scenario
 * calls `POST /orders/:id/pay` what the router calls `POST /:id/pay`.
 */
function runs(name: string, entry: EntryPointInfo, entryNames: ReadonlySet<string>): boolean {
  if (name === entry.name || entry.scenarios.includes(name)) return true;
  if (entryNames.has(name)) return false;
  const [method = "", route = ""] = entry.name.split(" ");
  return route.length > 1 && route.startsWith("/") && name.startsWith(`${method} /`) && name.endsWith(route);
}
