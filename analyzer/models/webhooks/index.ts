import type { LibraryModel } from "../model.js";
import githubWebhooks from "./github-webhooks.js";
import slackBolt from "./slack-bolt.js";
import svix from "./svix.js";

/** Signed webhooks, sent and received. */
export const webhooks: readonly LibraryModel[] = [githubWebhooks, slackBolt, svix];
