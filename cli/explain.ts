import { exit, type Host } from "./host.js";
import { renderMarkdown } from "./markdown.js";
import { suggestion } from "./nearest.js";
import { rulePages } from "./rule-pages.js";
import { createStyle } from "./style.js";

/** Prints a rule's page, or the list of rules. */
export function explain(rule: string | undefined, host: Host): number {
  const style = createStyle(host.out, host.env);
  const width = Math.min(100, host.out.columns ?? 100);
  const pages = rulePages();
  if (rule === undefined) {
    const longest = Math.max(0, ...[...pages.keys()].map((id) => id.length));
    for (const [id, page] of pages) host.out.write(`${style.bold(id.padEnd(longest))}  ${summaryOf(page)}\n`);
    return exit.clean;
  }
  const page = pages.get(rule);
  if (page === undefined) {
    host.err.write(
      `idemlint: There is no rule ${rule}.${suggestion(rule, pages.keys())} idemlint explain lists them.\n`,
    );
    return exit.usage;
  }
  host.out.write(renderMarkdown(page, width, style));
  return exit.clean;
}

/** The first paragraph under the title. */
function summaryOf(page: string): string {
  const paragraphs = page.split(/\n{2,}/).map((paragraph) => paragraph.trim());
  return (paragraphs.find((paragraph) => paragraph !== "" && !/^[#<>|-]/.test(paragraph)) ?? "").replace(/\s+/g, " ");
}
