import { config } from "../../analyzer/config/config.js";
import { rules } from "../../rules/index.js";
import type { Document } from "./document.js";

/** The JSON schema of the configuration: for the package, and for the editor. */
export const configSchemas: readonly Document[] = [
  "schemas/config.schema.json",
  "extension/schemas/config.schema.json",
].map((path) => ({ path, render: () => JSON.stringify(schema, undefined, 2) }));

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Configuration of Idemlint",
  ...(withRuleNames(config.json) as object),
};

/** Wherever rules are set, only rules that exist can be named. */
function withRuleNames(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withRuleNames);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => {
      const inner = withRuleNames(value);
      const named = name === "rules" && typeof inner === "object" && inner !== null && "additionalProperties" in inner;
      return [name, named ? { ...inner, propertyNames: { enum: rules.map(({ id }) => id).sort() } } : inner];
    }),
  );
}
