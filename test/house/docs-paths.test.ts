import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf, folders, root } from "./sources.js";

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesOf(["docs", "extension", "fixtures"], ".md")];
const places = [...folders, "schemas"].map((folder) => `${folder}/`);

describe("paths in the documentation", () => {
  for (const page of pages)
    it(`${page} names only files that exist`, () => {
      const text = readFileSync(join(root, page), "utf8");
      const missing = [
        ...linksIn(text).map((link) => join(dirname(page), link)),
        ...codeIn(text).filter((code) => places.some((place) => code.startsWith(place))),
      ].filter((path) => !existsSync(join(root, path)));
      assert.deepEqual(missing, []);
    });
});

/** Relative links, without the part after `#`. */
function linksIn(text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target.replace(/#.*$/, ""));
  return targets.filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

/** Inline code that is a path as it stands: no blanks, no wildcards, nothing to fill in. */
function codeIn(text: string): readonly string[] {
  const prose = text.replaceAll(/^```[^]*?^```/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code).filter((code) => /^[\w./-]+$/.test(code));
}
