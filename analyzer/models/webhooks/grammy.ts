import type { LibraryModel } from "../model.js";
import { telegramUpdates } from "./telegram.js";

const triggered = [
  "on",
  "hears",
  "command",
  "reaction",
  "callbackQuery",
  "gameQuery",
  "preCheckoutQuery",
  "shippingQuery",
];

/** grammY, a framework for Telegram's bots. */
export default {
  library: "grammY",
  packages: ["grammy"],
  versions: ">=1",
  docs: "https://core.telegram.org/bots/api#getting-updates",
  names: {
    "Bot#": "Composer#",
    "Composer#chatType()": "Composer#",
    "Composer#filter()": "Composer#",
    "Composer#on()": "Composer#",
    "Composer#use()": "Composer#",
    "Composer#errorBoundary()": "Composer#",
  },
  entries: [
    telegramUpdates(
      triggered.map((method) => `Composer#${method}`),
      "Telegram {member} {0}",
      1,
    ),
  ],
} satisfies LibraryModel;
