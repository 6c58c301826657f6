import type { LibraryModel } from "../model.js";
import awsSdk from "./aws-sdk.js";

/** AWS. */
export const aws: readonly LibraryModel[] = [awsSdk];
