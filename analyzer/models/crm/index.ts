import type { LibraryModel } from "../model.js";
import googleWorkspace from "./google-workspace.js";
import hubspot from "./hubspot.js";
import salesforce from "./salesforce.js";
import workos from "./workos.js";

/** Systems of record of sales, service and the office. */
export const crm: readonly LibraryModel[] = [googleWorkspace, hubspot, salesforce, workos];
