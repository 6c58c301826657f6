import type { LibraryModel } from "../model.js";
import { telegramUpdates } from "./telegram.js";

const triggered = ["on", "hears", "command", "action", "reaction", "inlineQuery"];

/** Telegraf, a framework for Telegram's bots. */
export default {
  library: "Telegraf",
  packages: ["telegraf", "telegraf/*"],
  versions: ">=4",
  docs: "https://core.telegram.org/bots/api#getting-updates",
  names: { "Telegraf#": "Composer#", "Scenes.BaseScene#": "Composer#" },
  entries: [
    telegramUpdates(
      triggered.map((method) => `Composer#${method}`),
      "Telegram {member} {0}",
      1,
    ),
    telegramUpdates(["Composer#start", "Composer#help", "Composer#gameQuery"], "Telegram {member}", 0),
  ],
} satisfies LibraryModel;
