import type { CallItem } from "../../models/patterns.js";
import { targetName, type Called } from "../libraries/places.js";
import type { Frame, Machine } from "../walk/machine.js";

/**
 * The table that a client knows by its name in code (`db.query.usersTable`), as other calls name it: by what the client was
 * given (`drizzle(url, { schema })`), else by the variable that the table is declared as.
 */
export function tableInCode(model: CallItem, called: Called, name: string, frame: Frame, machine: Machine): string {
  const option = model.tablesInCode;
  if (option === undefined) return name;
  for (const given of called.links.flatMap(({ args }) => args)) {
    const tables = given.kind === "object" ? given.properties.get(option) : undefined;
    const table = tables && machine.member(tables, name, called.link.node, frame);
    const found = table?.kind === "library" ? targetName(table) : undefined;
    if (found !== undefined) return found;
  }
  return machine.world.schema.table(name)?.name ?? name;
}
