import { defaultSettings, type RuleSeverity, type Settings } from "./protocol.js";

/** Reads settings that a person wrote: what is missing or has the wrong type gets its default. */
export function settingsFrom(sent: unknown, fallback: Partial<Settings>): Settings {
  const base: Settings = { ...defaultSettings, ...fallback };
  if (!isRecord(sent)) return base;
  const codeLens = isRecord(sent["codeLens"]) ? sent["codeLens"] : {};
  return {
    enable: typeof sent["enable"] === "boolean" ? sent["enable"] : base.enable,
    preset: sent["preset"] === "strict" || sent["preset"] === "recommended" ? sent["preset"] : base.preset,
    rules: isRecord(sent["rules"]) ? severitiesFrom(sent["rules"]) : base.rules,
    project: typeof sent["project"] === "string" ? sent["project"] : base.project,
    codeLens: { enable: typeof codeLens["enable"] === "boolean" ? codeLens["enable"] : base.codeLens.enable },
  };
}

function severitiesFrom(rules: Record<string, unknown>): Readonly<Record<string, RuleSeverity>> {
  return Object.fromEntries(
    Object.entries(rules).filter((entry): entry is [string, RuleSeverity] => isSeverity(entry[1])),
  );
}

function isSeverity(value: unknown): value is RuleSeverity {
  return value === "error" || value === "warning" || value === "info" || value === "off";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
