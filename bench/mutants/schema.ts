import type { Mutation } from "./mutation.js";

/** Every unique set of a schema file, taken away alone. */
export function schemaMutations(file: string, text: string): readonly Mutation[] {
  const patterns = file.endsWith(".prisma")
    ? [/ @unique\b(\([^)]*\))?/g, /^ +@@(unique|id)\([^)]*(\([^)]*\)[^)]*)*\)\n/gm, / @id\b(?! @default)/g]
    : file.endsWith(".sql")
      ? [
          / UNIQUE\b(?! INDEX)(?!\s*\()/gi,
          /,\s*(CONSTRAINT \w+ )?(UNIQUE|PRIMARY KEY) ?\([^)]*\)/gi,
          /(?<!serial|SERIAL|identity|IDENTITY) PRIMARY KEY\b(?! ?\()/g,
          /CREATE UNIQUE INDEX[^;]*;/gi,
        ]
      : [/\.unique\(\)/g, /\.primaryKey\(\)/g, /^@Unique\([^\n]*\)\n/gm];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      operator: "drop the unique index",
      file,
      start: match.index,
      end: match.index + match[0].length,
      text: "",
    })),
  );
}
