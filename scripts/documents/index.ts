import { configSchemas } from "./config-schema.js";
import { contractSchema } from "./contract-schema.js";
import type { Document } from "./document.js";
import { extensionSettings } from "./extension-settings.js";
import { libraryTable } from "./libraries.js";
import { ruleTable } from "./rules.js";

/** Every document that holds text made from the code. */
export const documents: readonly Document[] = [
  ruleTable,
  libraryTable,
  extensionSettings,
  ...configSchemas,
  contractSchema,
];
