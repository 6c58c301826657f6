import type { LibraryModel } from "../model.js";
import hubspot from "./hubspot.js";
import salesforce from "./salesforce.js";

/** Systems of record of sales and service. */
export const crm: readonly LibraryModel[] = [hubspot, salesforce];
