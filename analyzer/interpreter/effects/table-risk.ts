import { riskOfName, type NamedRisk, type OwnRisk } from "../../risk.js";
import type { SchemaIndex } from "../../schema/unique.js";

/**
 * A table of events is a log by its name. One that rows of other tables point to is none: a second event is followed by
 * a second of each of them.
 */
export function riskOfEvents(target: string, schema: SchemaIndex, own: OwnRisk): NamedRisk | undefined {
  const table = /events?$/i.test(target) ? schema.table(target) : undefined;
  if (!table) return undefined;
  const pointing = schema.tables.find(
    (other) =>
      other !== table &&
      (own(other.name) ?? riskOfName(other.name)).risk !== "low" &&
      other.relations?.some((relation) => schema.table(relation.target) === table),
  );
  return pointing && { risk: "normal", reason: `${pointing.name} points to ${table.name}` };
}
