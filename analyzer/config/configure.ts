import type { OwnModel } from "../interpreter/world/marks.js";
import { libraries as shipped } from "../models/index.js";
import type { LibraryModel } from "../models/model.js";
import { compileLibrary, indexLibraries } from "../models/patterns.js";
import type { Project } from "../project.js";
import { ownRisk, type OwnRisk } from "../risk.js";
import { itemsOf, riskWordsOf, type Item } from "./compile.js";
import type { Loaded } from "./load.js";

/** What a configuration means for the analysis. */
export interface Configured {
  /** Every library, with what the user adds to some of them. */
  readonly models: readonly LibraryModel[];
  readonly own: readonly OwnModel[];
  readonly ownRisk: OwnRisk;
  readonly items: readonly ConfiguredItem[];
}

/** An entry of the configuration, and the file of the project that it speaks of, when it is one. */
export interface ConfiguredItem {
  readonly item: Item;
  readonly file?: string;
  /** Stands for the entry in the analysis; absent where it adds to a library or names files. */
  readonly own?: OwnModel;
}

/** Turns layers of configuration into models. */
export function configure({ layers }: Pick<Loaded, "layers">, project: Project): Configured {
  const items = itemsOf(layers).map((item): ConfiguredItem => {
    const file = item.from === undefined ? undefined : project.resolve(item.from, item.layer.file);
    if (file === undefined && item.by !== "files") return { item };
    const library = compileLibrary({
      library: "this project",
      packages: [],
      versions: "",
      docs: "",
      ...item.model,
    });
    const by = item.by === "decorator" ? "decorator" : "call";
    return { item, ...(file !== undefined && { file }), own: { file: file ?? "", name: item.name, by, library } };
  });
  return {
    models: items.length === 0 ? shipped : extended(items.filter(({ own }) => !own).map(({ item }) => item)),
    own: items.flatMap(({ own }) => own ?? []),
    ownRisk: ownRisk(riskWordsOf(layers)),
    items,
  };
}

/** The shipped libraries with the items that name one of their packages, and a library for every other package. */
function extended(items: readonly Item[]): readonly LibraryModel[] {
  const index = indexLibraries(shipped);
  const added = new Map<LibraryModel, Item[]>();
  const made = new Map<string, LibraryModel>();
  for (const item of items) {
    const from = item.from ?? "";
    const known = index.forPackage(from)?.model ?? made.get(from);
    const library = known ?? { library: from, packages: [from], versions: "", docs: "" };
    if (!known) made.set(from, library);
    added.set(library, [...(added.get(library) ?? []), item]);
  }
  return [...made.values(), ...shipped].map((library) =>
    (added.get(library) ?? []).reduceRight((model, item) => withItem(model, item.model), library),
  );
}

/** What the user says comes first. */
function withItem(library: LibraryModel, more: Item["model"]): LibraryModel {
  return {
    ...library,
    calls: [...(more.calls ?? []), ...(library.calls ?? [])],
    sources: [...(more.sources ?? []), ...(library.sources ?? [])],
    wrappers: [...(more.wrappers ?? []), ...(library.wrappers ?? [])],
    decorators: [...(more.decorators ?? []), ...(library.decorators ?? [])],
    middleware: [...(more.middleware ?? []), ...(library.middleware ?? [])],
    entries: [...(more.entries ?? []), ...(library.entries ?? [])],
  };
}
