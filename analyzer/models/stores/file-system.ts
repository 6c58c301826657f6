import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const file = { argument: 0 } as const;
const content = { argument: 1 } as const;
const names = ["appendFile", "writeFile", "mkdir", "readFile", "access", "stat", "open", "copyFile", "rename"].concat([
  "link",
  "symlink",
  "unlink",
  "rm",
  "mkdtemp",
  "rmdir",
  "utimes",
  "chmod",
]);
const flags = ["flag", "flags"] as const;

/** Files. What is opened with `x` is made by the first one only. */
export default {
  library: "File system",
  packages: ["node:fs", "fs", "node:fs/promises", "fs/promises", "fs-extra"],
  versions: "*",
  docs: "https://nodejs.org/api/fs.html",
  names: {
    default: "",
    ...Object.fromEntries(names.map((name) => [`promises.${name}`, name])),
    "open()": "FileHandle#",
    "createWriteStream()": "WriteStream#",
  },
  calls: [
    { match: both("appendFile"), effect: "append", risk: "low", target: file, values: content },
    { match: "outputFile", effect: "update", risk: "low", target: file, where: file, values: content },
    {
      match: "FileHandle#appendFile",
      effect: "append",
      risk: "low",
      target: { text: "file" },
      values: { argument: 0 },
    },
    ...flags.flatMap((property): readonly CallModel[] => [
      {
        match: both("writeFile"),
        when: [{ place: { argument: 2, property }, pattern: "x" }],
        effect: "insert",
        risk: "low",
        target: file,
        values: content,
        conditional: true,
      },
      {
        match: both("writeFile"),
        when: [{ place: { argument: 2, property }, pattern: "^a" }],
        effect: "append",
        risk: "low",
        target: file,
        values: content,
      },
    ]),
    { match: both("writeFile"), effect: "update", risk: "low", target: file, where: file, values: content },
    {
      match: [...both("open"), "createWriteStream"],
      when: [{ place: { argument: 1 }, pattern: "x" }],
      effect: "insert",
      risk: "low",
      target: file,
      conditional: true,
    },
    {
      match: both("mkdir"),
      when: [{ place: { argument: 1, property: "recursive" }, absent: true }],
      effect: "insert",
      risk: "low",
      target: file,
      conditional: true,
    },
    {
      match: both("link", "symlink"),
      effect: "insert",
      risk: "low",
      target: content,
      conditional: true,
    },
    // What is gone cannot be moved or removed again.
    { match: both("rename", "unlink"), effect: "delete", risk: "low", target: file, where: file, conditional: true },
    { match: both("rm"), effect: "delete", risk: "low", target: file, where: file },
    {
      match: both("readFile", "access", "stat").concat("existsSync"),
      effect: "read",
      target: file,
      where: file,
      returns: "row",
    },
  ],
  conflicts: [{ property: "code", equals: "EEXIST" }],
} satisfies LibraryModel;

function both(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [name, `${name}Sync`]);
}
