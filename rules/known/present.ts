import { existsSync } from "node:fs";
import type { Project } from "../../analyzer/project.js";
import { join, isWithin } from "../../analyzer/project/paths.js";
import { functionNames } from "../judging/fingerprint.js";
import type { Present } from "./compare.js";

/** What a project says about the places of gaps that were known before. */
export function presentOf(project: Project, repository: string): Present {
  const at = (file: string) => join(repository, file);
  return {
    repository,
    exists: (file) => project.text(at(file)) !== undefined,
    functions(file) {
      const source = project.source(at(file));
      return source ? functionNames(source) : new Set();
    },
    covers(file) {
      const path = at(file);
      if (project.focus.length > 0) return project.focus.includes(path);
      return existsSync(path) ? project.files().includes(path) : isWithin(path, project.root);
    },
  };
}
