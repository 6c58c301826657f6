/** The page that explains a rule. */
export function docsUrl(rule: string): string {
  return `https://github.com/idemlint/idemlint/blob/main/docs/rules/${rule}.md`;
}
