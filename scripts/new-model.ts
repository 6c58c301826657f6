// `npm run new-model -- <folder> <package>`: writes the file of a library model, filled from the installed package, and lists it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createFiles, enlist } from "./scaffold/files.js";
import { modelFile } from "./scaffold/model-file.js";

const root = join(import.meta.dirname, "..");
const models = join(root, "analyzer", "models");
const folders = readdirSync(models, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
const [folder = "", library = ""] = process.argv.slice(2);
const manifest = join(root, "fixtures", "node_modules", library, "package.json");

if (!folders.includes(folder) || !/^(@[\w.-]+\/)?[\w.-]+$/.test(library)) {
  console.error(`Usage: npm run new-model -- <folder> <package>, where the folder is one of ${folders.join(", ")}`);
  process.exitCode = 2;
} else if (!existsSync(manifest)) {
  console.error(`${library} is not installed: run \`npm i --save-exact --prefix fixtures ${library}\` first.`);
  console.error("The tests compare every modelled member with the library's own types.");
  process.exitCode = 2;
} else {
  const file = library.replace(/^@/, "").replaceAll(/[/.]/g, "-");
  const name = file.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const model = modelFile(folder, file, JSON.parse(readFileSync(manifest, "utf8")) as Record<string, unknown>);
  createFiles(root, [model]);
  enlist(join(models, folder, "index.ts"), {
    importLine: `import ${name} from "./${file}.js";`,
    list: "readonly LibraryModel[] = [",
    item: `  ${name},`,
    place: "sorted",
  });
  console.log(`wrote ${model.path}\nlisted in analyzer/models/${folder}/index.ts`);
  console.log("Now say what its calls do: analyzer/models/model.ts and its neighbours explain every field.");
}
