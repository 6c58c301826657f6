import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { home } from "./environment.mjs";

const require = createRequire(path.join(home, "package.json"));

/** The path of a Chromium: `IDEMLINT_CHROME`, or the one that the npm package unpacks. */
export async function findBrowser() {
  if (process.env.IDEMLINT_CHROME) return process.env.IDEMLINT_CHROME;
  const { default: chromium } = await import(pathToFileURL(require.resolve("@sparticuz/chromium")).href);
  return chromium.executablePath();
}

/** Starts it without a screen. */
export async function launchBrowser() {
  const { chromium } = require("playwright-core");
  return chromium.launch({
    executablePath: await findBrowser(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
