import type { CallItem } from "../../models/patterns.js";
import { targetName, type Called } from "../libraries/places.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { Draft } from "./drafts.js";

/**
 * A draft about a table that the client knows by its name in code (`db.query.usersTable`), with the name that other calls have
 * for it: from what the client was given (`drizzle(url, { schema })`), else from the variable that the table is declared as.
 */
export function withTable(draft: Draft, model: CallItem, called: Called, frame: Frame, machine: Machine): Draft {
  const option = model.tablesInCode;
  return option === undefined ? draft : { ...draft, target: tableOf(draft.target, option, called, frame, machine) };
}

function tableOf(name: string, option: string, called: Called, frame: Frame, machine: Machine): string {
  for (const given of called.links.flatMap(({ args }) => args)) {
    const tables = given.kind === "object" ? given.properties.get(option) : undefined;
    const table = tables && machine.member(tables, name, called.link.node, frame);
    const found = table?.kind === "library" ? targetName(table) : undefined;
    if (found !== undefined) return found;
  }
  return machine.world.schema.table(name)?.name ?? name;
}
