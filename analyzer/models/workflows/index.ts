import type { LibraryModel } from "../model.js";
import awsDurableExecution from "./aws-durable-execution.js";
import azureDurableFunctions from "./azure-durable-functions.js";
import dbos from "./dbos.js";
import inngest from "./inngest.js";
import restateClients from "./restate-clients.js";
import restate from "./restate.js";
import temporalActivity from "./temporal-activity.js";
import temporalClient from "./temporal-client.js";
import temporalWorkflow from "./temporal-workflow.js";
import triggerDev from "./trigger-dev.js";
import upstashWorkflow from "./upstash-workflow.js";
import vercelWorkflow from "./vercel-workflow.js";

/** Engines that replay a workflow's body and retry its steps. */
export const workflows: readonly LibraryModel[] = [
  awsDurableExecution,
  azureDurableFunctions,
  dbos,
  inngest,
  restate,
  restateClients,
  temporalActivity,
  temporalClient,
  temporalWorkflow,
  triggerDev,
  upstashWorkflow,
  vercelWorkflow,
];
