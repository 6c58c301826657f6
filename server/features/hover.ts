import { MarkupKind, type Hover } from "vscode-languageserver/node";
import type { Finding, Site, Step, Trace } from "../../analyzer/trace.js";
import { entriesOf } from "../../map/entries.js";
import type { Proof } from "../../map/verdict.js";
import type { ServerContext, Texts } from "../context.js";
import {
  deliveryOf,
  findingsBySite,
  findingsOf,
  guardedHere,
  plural,
  sentence,
  worldEffects,
  type GuardedHere,
} from "../describe.js";
import { guarded } from "../guarded.js";
import { headContains, headOf } from "../ranges.js";
import type { Folder } from "../session-pool.js";
import { fileOf } from "../uris.js";

/** Hover: what repeats and why, why an effect is safe, what an entry point does. */
export function registerHover({ connection, sessions, texts, proofs, log }: ServerContext): void {
  connection.onHover(
    guarded(log, "textDocument/hover", null, async ({ textDocument, position }) => {
      const file = fileOf(textDocument.uri);
      const folder = file === undefined ? undefined : await sessions.fresh(file);
      if (!folder) return null;
      const here = <T extends { readonly site: Site }>(things: readonly T[]) =>
        things
          .filter(({ site }) => site.file === file && headContains(site, position))
          .sort((a, b) => b.site.start - a.site.start)[0];
      const answer = (site: Site, lines: readonly string[]): Hover => ({
        range: headOf(site),
        contents: { kind: MarkupKind.Markdown, value: lines.join("\n") },
      });

      const finding = here(folder.result.findings);
      if (finding)
        return answer(finding.site, describeFinding(finding, folder, texts, proofs(folder).of(finding.effect)));
      const safe = guardedHere(folder.result.traces, (site) => site.file === file && headContains(site, position));
      if (safe) return answer(safe.effect.site, describeSafety(safe, texts, proofs(folder).of(safe.effect)));
      const entry = here(entriesOf(folder.result.traces).map((trace) => ({ site: trace.entry.site, trace })));
      return entry ? answer(entry.site, describeEntry(entry.trace, folder, texts)) : null;
    }),
  );
}

function describeFinding(finding: Finding, folder: Folder, texts: Texts, proof: Proof | undefined): string[] {
  const { effect, entry } = finding;
  const reached = new Set(
    folder.result.traces
      .filter((trace) => trace.effects.some((other) => sameSite(other.site, effect.site)))
      .map((trace) => trace.entry.name),
  );
  const others = reached.size - 1;
  return [
    `**${code(effect.name)} happens twice** when ${link(entry.name, entry.site, texts)} runs again`,
    "",
    sentence(entry.repeatedBy),
    "",
    ...(proof === undefined ? [] : [proofSentences[proof], ""]),
    `**Remedy:** ${sentence(finding.remedy)}`,
    "",
    ...numbered(finding.path, texts),
    "",
    [
      `[${finding.rule}](${finding.docs})`,
      `risk ${finding.risk} (${finding.riskReason})`,
      `confidence ${finding.confidence}${effect.weakStep === undefined ? "" : ` (${effect.weakStep})`}`,
      ...(others > 0 ? [`also reached from ${plural(others, "other entry point")}`] : []),
    ].join(" · "),
  ];
}

function describeSafety({ effect, guards }: GuardedHere, texts: Texts, proof: Proof | undefined): string[] {
  return [
    `**${code(effect.name)} is safe to repeat**`,
    "",
    ...guards.map((guard) => `- guarded by ${guard.what} (${place(guard.site, texts)})`),
    ...(proof === undefined ? [] : ["", proofSentences[proof]]),
  ];
}

const proofSentences = {
  confirmed: "✗ A run **confirmed** that this goes wrong when it is repeated.",
  refuted: "✓ Runs under every fault **refuted** it: the outcome stayed that of once.",
} as const;

function describeEntry(trace: Trace, folder: Folder, texts: Texts): string[] {
  const { entry } = trace;
  const findings = findingsOf(findingsBySite(folder.result.findings), trace);
  const effects = worldEffects(trace);
  return [
    `**${code(entry.name)}** is ${deliveryOf(entry)}`,
    "",
    sentence(entry.repeatedBy),
    "",
    ...effects.map((effect, index) => {
      const gap = findings.find((finding) => sameSite(finding.site, effect.site));
      const verdict = gap ? `gap: ${gap.rule}` : effect.guards.length > 0 ? "guarded" : "not reported";
      return `${index + 1}. ${code(effect.name)} — ${verdict} (${place(effect.site, texts)})`;
    }),
    ...(effects.length === 0 ? ["It changes nothing that Idemlint knows of."] : []),
    ...(entry.identities.length === 0
      ? []
      : [
          "",
          `Stable identity: ${entry.identities.map(({ what, expression }) => `${what} ${code(expression)}`).join(", ")}`,
        ]),
  ];
}

function numbered(steps: readonly Step[], texts: Texts): string[] {
  return steps.map((step, index) => `${index + 1}. ${step.what} — ${place(step.site, texts)}`);
}

function place(site: Site, texts: Texts): string {
  return link(`${site.file.slice(site.file.lastIndexOf("/") + 1)}:${site.line}`, site, texts);
}

function link(text: string, site: Site, texts: Texts): string {
  return `[${text.replaceAll(/[[\]\\]/g, "\\$&")}](${texts.uri(site.file)}#L${site.line},${site.column})`;
}

function code(text: string): string {
  return text.includes("`") ? text : `\`${text}\``;
}

function sameSite(a: Site, b: Site): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
