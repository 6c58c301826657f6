import { ai } from "./ai/index.js";
import { aws } from "./aws/index.js";
import { brokers } from "./brokers/index.js";
import { containers } from "./containers/index.js";
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

/** Libraries of one kind. */
export interface LibraryGroup {
  readonly title: string;
  readonly libraries: readonly LibraryModel[];
}

/** Every library that the analyzer knows, by kind. */
export const groups: readonly LibraryGroup[] = [
  { title: "Databases, caches, search and files", libraries: stores },
  { title: "Web frameworks", libraries: frameworks },
  { title: "Functions", libraries: functions },
  { title: "Brokers", libraries: brokers },
  { title: "Jobs and schedules", libraries: jobs },
  { title: "Workflows", libraries: workflows },
  { title: "Payments", libraries: payments },
  { title: "Mail, chat and push", libraries: notifications },
  { title: "Customer relations", libraries: crm },
  { title: "Webhooks", libraries: webhooks },
  { title: "HTTP and GraphQL clients", libraries: http },
  { title: "AWS", libraries: aws },
  { title: "Language models", libraries: ai },
  { title: "Guards and locks", libraries: guards },
  { title: "Retries", libraries: retries },
  { title: "Dependency injection", libraries: containers },
  { title: "Where values come from", libraries: values },
];

/** Every library that the analyzer knows. */
export const libraries: readonly LibraryModel[] = groups.flatMap((group) => group.libraries);
