import type { LibraryModel } from "../model.js";

/** Google's Sheets, Gmail, Calendar and Drive take no key; a calendar's event may have an id of its own. */
export default {
  library: "Google Workspace",
  packages: ["googleapis", "@googleapis/sheets", "@googleapis/gmail"],
  versions: ">=1",
  docs: "https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values/append",
  names: {
    "google.sheets()": "Sheets#",
    "sheets()": "Sheets#",
    "sheets_v4.Sheets#": "Sheets#",
    "google.gmail()": "Gmail#",
    "gmail()": "Gmail#",
    "gmail_v1.Gmail#": "Gmail#",
  },
  calls: [
    {
      match: "Sheets#spreadsheets.values.append",
      effect: "call",
      risk: "normal",
      target: { text: "spreadsheet" },
      values: { argument: 0, property: "requestBody" },
      returns: "reply",
    },
    {
      match: ["Gmail#users.messages.send", "Gmail#users.drafts.send"],
      effect: "call",
      risk: "high",
      target: { text: "mail" },
      content: true,
      values: { argument: 0, property: "requestBody" },
      returns: "reply",
    },
    {
      match: ["Sheets#spreadsheets.values.get", "Gmail#users.messages.get", "Gmail#users.messages.list"],
      effect: "read",
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
