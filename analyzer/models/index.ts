import { ai } from "./ai/index.js";
import { aws } from "./aws/index.js";
import { brokers } from "./brokers/index.js";
import { crm } from "./crm/index.js";
import { frameworks } from "./frameworks/index.js";
import { functions } from "./functions/index.js";
import { guards } from "./guards/index.js";
import { http } from "./http/index.js";
import { jobs } from "./jobs/index.js";
import { notifications } from "./notifications/index.js";
import { payments } from "./payments/index.js";
import { retries } from "./retries/index.js";
import { stores } from "./stores/index.js";
import { values } from "./values/index.js";
import { webhooks } from "./webhooks/index.js";
import { workflows } from "./workflows/index.js";
import type { LibraryModel } from "./model.js";

/** Every library that the analyzer knows, by kind. */
export const libraries: readonly LibraryModel[] = [
  ...ai,
  ...aws,
  ...brokers,
  ...crm,
  ...frameworks,
  ...functions,
  ...guards,
  ...http,
  ...jobs,
  ...notifications,
  ...payments,
  ...retries,
  ...stores,
  ...values,
  ...webhooks,
  ...workflows,
];
