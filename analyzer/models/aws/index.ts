import type { LibraryModel } from "../model.js";
import awsSdk from "./aws-sdk.js";
import dynamodb from "./dynamodb.js";
import s3 from "./s3.js";

/** AWS. */
export const aws: readonly LibraryModel[] = [awsSdk, dynamodb, s3];
