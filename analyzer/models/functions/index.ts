import type { LibraryModel } from "../model.js";
import awsLambda from "./aws-lambda.js";
import azureFunctions from "./azure-functions.js";
import cloudflareWorkers from "./cloudflare-workers.js";
import deno from "./deno.js";
import firebaseFunctions from "./firebase-functions.js";
import functionsFramework from "./functions-framework.js";

/** Functions that a platform calls. */
export const functions: readonly LibraryModel[] = [
  awsLambda,
  azureFunctions,
  cloudflareWorkers,
  deno,
  firebaseFunctions,
  functionsFramework,
];
