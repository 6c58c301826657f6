import type { LibraryModel } from "../model.js";
import githubWebhooks from "./github-webhooks.js";
import grammy from "./grammy.js";
import slackBolt from "./slack-bolt.js";
import svix from "./svix.js";
import telegraf from "./telegraf.js";

/** Signed webhooks, sent and received. */
export const webhooks: readonly LibraryModel[] = [githubWebhooks, grammy, slackBolt, svix, telegraf];
