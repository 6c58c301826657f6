import type { NewFile } from "./files.js";

/** What a rule consists of: the check, its page, and a gap with safe twins as fixtures. */
export function ruleFiles(rule: { readonly id: string; readonly summary: string; readonly group: string }): NewFile[] {
  const { id } = rule;
  return [
    { path: `rules/${id}.ts`, text: check(rule) },
    { path: `docs/rules/${id}.md`, text: page(rule) },
    { path: `fixtures/${id}/gap.ts`, text: fixture(`// error: ${id}`) },
    { path: `fixtures/${id}/near-miss.ts`, text: fixture(`// error: ${id}`) },
    { path: `fixtures/${id}/safe.ts`, text: fixture(`// ok: ${id}`) },
    { path: `fixtures/${id}/proof.idemlint.ts`, text: proof(rule.summary) },
  ];
}

function check({ id, summary, group }: { id: string; summary: string; group: string }): string {
  return `import { defineRule } from "./rule.js";

/** ${summary}. */
export default defineRule({
  id: ${JSON.stringify(id)},
  summary: ${JSON.stringify(summary)},
  group: ${JSON.stringify(group)},
  recommended: true,
  severity: "by-risk",

  *check(trace) {
    for (const effect of trace.effects) {
      if (effect.guards.length > 0) continue;
      yield {
        effect,
        message: \`\${effect.name} runs again when \${trace.entry.name} does\`,
        remedy: "",
      };
    }
  },
});
`;
}

function page({ id, summary }: { id: string; summary: string }): string {
  return `# ${id}

${summary}.

${SECTIONS.map((title) => `## ${title}\n`).join("\n")}`;
}

const SECTIONS = [
  "What it reports",
  "Why it matters",
  "Unsafe",
  "Safe",
  "How to fix it",
  "When to turn it off",
  "What it cannot see",
];

function fixture(expectation: string): string {
  return `import { Worker } from "bullmq";

new Worker<{ id: string }>("orders", async (job) => {
  await fetch("https://api.example.com/orders", { method: "POST", body: job.data.id }); ${expectation}
});
`;
}

function proof(summary: string): string {
  return `import { http } from "../../harness/observers/http.js";
import type { Proof } from "../proof.js";

/** ${summary}. */
export default {
  name: "queue orders",
  expect: "confirmed",
  payload: ({ number }) => ({ id: \`order-\${number}\` }),
  attempt: () => Promise.reject(new Error("call the handler of gap.ts here")),
  observe: [http({ provider: "api.example.com" })],
} satisfies Proof<{ id: string }>;
`;
}
