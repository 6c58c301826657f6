// Lists the licences of the packages whose code a bundle holds, from what esbuild says it put in.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * @param {Iterable<string>} files what was bundled or laid beside
 * @returns {string} every package with its licence's text
 */
export function noticesFor(files) {
  const folders = new Set([...files].flatMap((file) => packageFolder(path.resolve(file)) ?? []));
  const packages = [...folders]
    .flatMap((folder) => [folder, ...within(folder)])
    .map(read)
    .sort((a, b) => (a.title < b.title ? -1 : 1));
  const unique = packages.filter(({ title }, index) => packages.findIndex((one) => one.title === title) === index);
  return [
    "The extension holds code of these packages, each under its own licence.\n",
    ...unique.map(({ title, licence, text }) => `${"─".repeat(80)}\n${title}: ${licence}\n\n${text.trim()}\n`),
  ].join("\n");
}

/** The innermost package below `node_modules` that a file belongs to. */
function packageFolder(file) {
  return /^(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/.exec(file)?.[1];
}

/** ts-morph's compiler is TypeScript's own, copied into a file of its package; the text of its licence comes with TypeScript. */
function within(folder) {
  return /[/\\]@ts-morph[/\\]common$/.test(folder) ? [path.join(here, "..", "node_modules", "typescript")] : [];
}

function read(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying|thirdpartynotice)/i.test(file))
    .sort();
  const text = texts.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n\n");
  return { title: `${name} ${version}`, licence: license ?? "see below", text };
}
