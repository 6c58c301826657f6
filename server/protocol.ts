/** What the server and the VS Code extension say to each other beyond the Language Server Protocol. Imports nothing. */

export type RuleSeverity = "error" | "warning" | "info" | "off";

/** The `idemlint` section of the client's configuration. */
export interface Settings {
  readonly enable: boolean;
  readonly preset: "recommended" | "strict";
  readonly rules: Readonly<Record<string, RuleSeverity>>;
  /** A tsconfig, relative to the workspace folder; empty means that the server looks for it. */
  readonly project: string;
  readonly codeLens: { readonly enable: boolean };
}

export const defaultSettings: Settings = {
  enable: true,
  preset: "recommended",
  rules: {},
  project: "",
  codeLens: { enable: true },
};

/** Sent with `initialize`: what this client does itself. */
export interface InitializationOptions {
  /** Commands that the client registers; the server offers an action that needs one only when it is listed. */
  readonly commands?: readonly string[];
  /** The client wants `idemlint/status`. */
  readonly status?: boolean;
  /** Settings for clients without `workspace/configuration`. */
  readonly settings?: Partial<Settings>;
}

/** Commands of the client that the server's actions and lenses name. */
export const clientCommands = {
  suppress: "idemlint.suppress",
  configureRule: "idemlint.configureRule",
  showPath: "idemlint.showPath",
  whySafe: "idemlint.whySafe",
  showMap: "idemlint.showMap",
} as const;

/** Commands that the server executes. */
export const serverCommands = {
  openDocumentation: "idemlint.openDocumentation",
  /** Arguments: a document of the folder, the rule, the severity. */
  setSeverity: "idemlint.setSeverity",
} as const;

interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** How one workspace folder is doing. */
export interface FolderStatus {
  readonly folder: string;
  readonly state: "indexing" | "ready" | "failed" | "disabled";
  /** Why it failed, or what could not be read. */
  readonly problems: readonly string[];
  readonly counts: Counts;
  readonly files: number;
  readonly entryPoints: number;
  readonly effects: number;
  /** How long the latest check took. */
  readonly milliseconds: number;
}

/** Server to client, whenever something changed. */
export const statusNotification = "idemlint/status";
export interface StatusParams {
  readonly folders: readonly FolderStatus[];
}

/** Client to server: check everything again; the answer comes when it is done. */
export const checkRequest = "idemlint/check";

/** Client to server: the call path to the finding or effect at a position. */
export const pathRequest = "idemlint/path";
export interface PathParams {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}
export interface PathStep {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}
export interface PathResult {
  readonly title: string;
  readonly steps: readonly PathStep[];
  /** The first step that is a guard; absent when nothing guards. */
  readonly guard?: number;
}

/** Argument of the `suppress` command. */
export interface SuppressArgument {
  readonly uri: string;
  readonly line: number;
  readonly indent: string;
  readonly rule: string;
}

/** Client to server: the workflow map of a document's folder, as a page for a webview. */
export const mapRequest = "idemlint/map";
export interface MapParams {
  /** Any document of the folder; the first folder when absent. */
  readonly uri?: string;
  /** Only one entry point and what follows from it. */
  readonly entry?: string;
  /** Admits the page's script and style. */
  readonly nonce: string;
}
export interface MapResult {
  /** Places in the page are relative to this folder. */
  readonly folder: string;
  readonly title: string;
  readonly html: string;
}

/** Client to server: every entry point, as something to run. */
export const entryPointsRequest = "idemlint/entryPoints";
export interface EntryPointInfo {
  readonly name: string;
  readonly uri: string;
  readonly line: number;
  readonly effects: number;
  readonly unguarded: number;
  /** Scenarios whose runs reached calls of this entry point. */
  readonly scenarios: readonly string[];
}
export interface EntryPointsResult {
  readonly entryPoints: readonly EntryPointInfo[];
}
