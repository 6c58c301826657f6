import type { NewFile } from "./files.js";

/** The file of a library model, with what the package's own manifest tells. */
export function modelFile(folder: string, file: string, manifest: Readonly<Record<string, unknown>>): NewFile {
  const name = String(manifest["name"]);
  const major = String(manifest["version"]).split(".")[0] ?? "0";
  const homepage =
    typeof manifest["homepage"] === "string" ? manifest["homepage"] : `https://www.npmjs.com/package/${name}`;
  const text = `import type { LibraryModel } from "../model.js";

/** ${typeof manifest["description"] === "string" ? manifest["description"].replace(/\.?$/, ".") : `${name}.`} */
export default {
  library: ${JSON.stringify(name)},
  packages: [${JSON.stringify(name)}],
  versions: ">=${major}",
  docs: ${JSON.stringify(homepage)},
  calls: [],
} satisfies LibraryModel;
`;
  return { path: `analyzer/models/${folder}/${file}.ts`, text };
}
