import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Diagnostic,
  type TextDocumentEdit,
  type TextEdit as ProtocolEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Finding, TextEdit } from "../../analyzer/trace.js";
import type { Lesson } from "../../rules/judging/lessons.js";
import type { ServerContext } from "../context.js";
import { diagnosticOf } from "../diagnostic.js";
import { guardedHere } from "../describe.js";
import { guarded } from "../guarded.js";
import { clientCommands, serverCommands, type PathParams, type SuppressArgument } from "../protocol.js";
import { headOf, overlap } from "../ranges.js";
import { schemaNotes } from "../schema-notes.js";
import type { Folder } from "../session-pool.js";
import { fileOf } from "../uris.js";
import { workspaceEdit } from "../workspace-edit.js";

/** The kind of the action that applies every safe fix of a file. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.idemlint`;

/** Quick-fixes, suppression with a reason, the rule's page, and fix-all for what is safe. */
export function registerCodeActions(context: ServerContext): void {
  const { connection, sessions, log } = context;
  connection.onCodeAction(
    guarded(log, "textDocument/codeAction", [] as (CodeAction | Command)[], async (params: CodeActionParams) => {
      const file = fileOf(params.textDocument.uri);
      const folder = file === undefined ? undefined : await sessions.fresh(file);
      if (!folder) return [];
      const inFile = folder.result.findings.filter((finding) => finding.site.file === file);
      const here = inFile.filter((finding) => overlap(headOf(finding.site), params.range));
      const actions: CodeAction[] = [];
      if (wants(params, CodeActionKind.QuickFix)) {
        const { findings: laid, standings } = context.proofs(folder).lay(here);
        here.forEach((finding, index) => {
          const shown = laid[index] ?? finding;
          const diagnostic = diagnosticOf(shown, context.texts, standings.get(shown));
          actions.push(...actionsFor(finding, diagnostic, folder, context));
        });
        if (here.length === 0) actions.push(...whySafe(file, folder, params, context));
        for (const { site, findings } of schemaNotes(folder.result))
          if (site.file === file && overlap(headOf(site), params.range))
            for (const finding of findings) actions.push(...fixesFrom(site.file, finding, context));
      }
      if (wants(params, fixAllKind)) actions.push(...fixAll(inFile, context));
      return actions;
    }),
  );
}

/** Fix-all is offered only when it is asked for by kind: it belongs to no place in the file. */
function wants({ context: { only } }: CodeActionParams, kind: string): boolean {
  if (only === undefined) return kind === CodeActionKind.QuickFix;
  return only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

function actionsFor(
  finding: Finding,
  diagnostic: Diagnostic,
  { session }: Folder,
  context: ServerContext,
): CodeAction[] {
  return [
    ...finding.fixes.map((fix) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: fix.safety === "safe",
      edit: workspaceEdit(fix.edits, context, fix.safety === "review" ? fix.title : undefined),
    })),
    ...(session?.lessons(finding) ?? []).map((lesson) => teaching(lesson, diagnostic, context)),
    suppression(finding, diagnostic, context),
    ...configuration(finding, session, diagnostic, context),
    ...path(finding, diagnostic, context),
    {
      title: `Open the documentation of ${finding.rule}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: {
        title: "Open documentation",
        command: serverCommands.openDocumentation,
        arguments: [finding.docs],
      },
    },
  ];
}

/** At a guarded effect, when somebody asks what there is to do: a lightbulb at every one of them would be too much. */
function whySafe(
  file: string | undefined,
  { result }: Folder,
  { range, context: { triggerKind } }: CodeActionParams,
  { client, texts }: ServerContext,
): CodeAction[] {
  if (triggerKind === CodeActionTriggerKind.Automatic || !client.commands.has(clientCommands.whySafe)) return [];
  const safe = guardedHere(result.traces, (site) => site.file === file && overlap(headOf(site), range));
  if (!safe) return [];
  const { start } = headOf(safe.effect.site);
  const position: PathParams = { uri: texts.uri(safe.effect.site.file), ...start };
  const command = { title: "Why is this safe?", command: clientCommands.whySafe, arguments: [position] };
  return [{ title: `Why is ${safe.effect.name} safe to repeat?`, kind: CodeActionKind.QuickFix, command }];
}

/** At the schema: the fixes that change it, each with the code that goes with it. */
function fixesFrom(file: string, { fixes, entry }: Finding, context: ServerContext): CodeAction[] {
  return fixes
    .filter(({ edits }) => edits.some((edit) => edit.file === file))
    .map((fix) => ({
      title: `${fix.title} (for ${entry.name})`,
      kind: CodeActionKind.QuickFix,
      edit: workspaceEdit(fix.edits, context, fix.safety === "review" ? fix.title : undefined),
    }));
}

function suppression(finding: Finding, diagnostic: Diagnostic, context: ServerContext): CodeAction {
  const { client, texts } = context;
  const { rule, site } = finding;
  const line = site.line - 1;
  const document = texts.read(site.file);
  const start = { line, character: 0 };
  const indent = /^[ \t]*/.exec(document?.getText({ start, end: { line: line + 1, character: 0 } }) ?? "")?.[0] ?? "";
  const uri = texts.uri(site.file);
  const action = {
    title: `Suppress ${rule} here, with a reason`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
  };
  if (client.commands.has(clientCommands.suppress)) {
    const argument: SuppressArgument = { uri, line, indent, rule };
    return { ...action, command: { title: "Suppress", command: clientCommands.suppress, arguments: [argument] } };
  }
  const comment = (reason: string) => `${indent}// idemlint-disable-next-line ${rule} -- ${reason}\n`;
  const range = { start, end: start };
  const version = texts.open(site.file)?.version ?? null;
  if (client.snippetEdits && client.versionedEdits) {
    const edit = { range, snippet: { kind: "snippet" as const, value: comment("${1:reason}") } };
    return { ...action, edit: { documentChanges: [{ textDocument: { uri, version }, edits: [edit] }] } };
  }
  return { ...action, edit: plainEdit(uri, version, { range, newText: comment("reason") }, context) };
}

function plainEdit(uri: string, version: number | null, edit: ProtocolEdit, { client }: ServerContext): WorkspaceEdit {
  if (!client.versionedEdits) return { changes: { [uri]: [edit] } };
  const change: TextDocumentEdit = { textDocument: { uri, version }, edits: [edit] };
  return { documentChanges: [change] };
}

function teaching({ title, edits }: Lesson, diagnostic: Diagnostic, context: ServerContext): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: workspaceEdit(edits, context) };
}

/** A client that cannot ask how loud the rule shall be can at least switch it off. */
function configuration(
  { rule }: Finding,
  session: Folder["session"],
  diagnostic: Diagnostic,
  context: ServerContext,
): CodeAction[] {
  if (!context.client.commands.has(clientCommands.configureRule)) {
    const lesson = session?.severityLesson(rule, "off");
    return lesson ? [teaching({ ...lesson, title: `Switch off: ${lesson.title}` }, diagnostic, context)] : [];
  }
  return [
    {
      title: `Change the severity of ${rule}…`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title: "Change severity", command: clientCommands.configureRule, arguments: [rule] },
    },
  ];
}

function path({ site, entry }: Finding, diagnostic: Diagnostic, { client, texts }: ServerContext): CodeAction[] {
  if (!client.commands.has(clientCommands.showPath)) return [];
  const position: PathParams = { uri: texts.uri(site.file), ...headOf(site).start };
  return [
    {
      title: `Show the path from ${entry.name}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title: "Show path", command: clientCommands.showPath, arguments: [position] },
    },
  ];
}

function fixAll(findings: readonly Finding[], context: ServerContext): CodeAction[] {
  const edits = compatible(findings);
  if (edits.length === 0) return [];
  return [
    {
      title: "Fix all safe Idemlint findings",
      kind: fixAllKind,
      edit: workspaceEdit(edits, context),
    },
  ];
}

/** The first safe fix of each finding, as long as none touches what another changes; the next run takes the rest. */
function compatible(findings: readonly Finding[]): TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(({ safety }) => safety === "safe");
    if (!fix) continue;
    const fresh = fix.edits.filter((edit) => !chosen.some((other) => sameEdit(edit, other)));
    if (fresh.some((edit) => chosen.some((other) => touches(edit, other)))) continue;
    chosen.push(...fresh);
  }
  return chosen;
}

/** Two fixes may both add the same import. */
function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && a.start <= b.end && b.start <= a.end;
}
