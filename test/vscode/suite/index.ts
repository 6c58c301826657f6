import { defineActivation } from "./activation.suite.js";
import { defineEditing } from "./editing.suite.js";
import { defineExplaining } from "./explaining.suite.js";
import { defineFolders } from "./folders.suite.js";
import { defineProving } from "./proving.suite.js";
import { defineRepairing } from "./repairing.suite.js";
import { defineSurviving } from "./surviving.suite.js";
import { defineTour } from "./tour.suite.js";
import { defineUntrusted } from "./untrusted.suite.js";

/** Called by VS Code in the extension host; ends with an error when a test fails. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 120_000,
    color: false,
    bail: process.env["IDEMLINT_TEST_ONLY"] === undefined,
  });
  const only = process.env["IDEMLINT_TEST_ONLY"];
  if (only !== undefined) mocha.grep(new RegExp(only));
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  if (process.env["IDEMLINT_TEST_SUITE"] === "untrusted") defineUntrusted();
  else if (process.env["IDEMLINT_TEST_SUITE"] === "tour") defineTour();
  else if (process.env["IDEMLINT_TEST_SUITE"] === "folders") defineFolders();
  else if (process.env["IDEMLINT_TEST_SUITE"] === "activation") defineActivation();
  else {
    defineExplaining();
    defineRepairing();
    defineEditing();
    defineProving();
    defineSurviving();
  }
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} of the tests in VS Code failed`));
    });
  });
}
