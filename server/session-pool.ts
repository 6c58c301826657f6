import fs from "node:fs";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import type { CheckResult, OpenOptions, OpenResult, Problem, Session } from "../rules/session.js";
import type { Log } from "./log.js";
import { defaultSettings, type Settings } from "./protocol.js";
import { isInside, normalized } from "./uris.js";

/** Opens a project. */
export type Open = (options: OpenOptions) => OpenResult;

/** One workspace folder and what is known about it. */
export interface Folder {
  readonly root: string;
  readonly state: "indexing" | "ready" | "failed" | "disabled";
  readonly settings: Settings;
  readonly result: CheckResult;
  /** Absent until the folder is open. */
  readonly session?: Session | undefined;
  /** Why the folder could not be opened or checked. */
  readonly failure?: Problem;
  /** Grows with every check. */
  readonly version: number;
}

/** What the pool needs from the server. */
export interface PoolHost {
  readonly open: Open;
  readonly log: Log;
  settings(root: string): Promise<Settings>;
  /** Tells the user that a first index runs; the answer ends it. */
  progress(title: string): Promise<() => void>;
  /** Texts that editors hold. */
  openTexts(): Iterable<readonly [file: string, text: string]>;
  /** A folder's state or findings may have changed. */
  onChange(folder: Folder): void;
}

/** One session per workspace folder, opened on demand, checked again after every edit. */
export interface SessionPool {
  add(root: string): void;
  remove(root: string): void;
  folders(): readonly Folder[];
  /** The folder of a file, up to date with every edit so far; `undefined` for a file that nobody checks. */
  fresh(file: string): Promise<Folder | undefined>;
  /** Every folder, up to date. */
  allFresh(): Promise<readonly Folder[]>;
  setText(file: string, text: string | undefined): void;
  touch(files: readonly string[]): void;
  /** Settings may have changed. */
  reconfigure(): Promise<void>;
  /** Opens everything again from disk. */
  restart(): Promise<void>;
}

const nothing: CheckResult = {
  findings: [],
  traces: [],
  stats: { files: 0, entryPoints: 0, effects: 0, guarded: 0, opaqueCalls: 0, unresolvedTypes: 0, durationMs: 0 },
  problems: [],
};

/** How long typing may pause before a check that nobody asked for. */
const pauseMs = 150;

interface Slot {
  folder: Folder;
  session: Session | undefined;
  /** What to open: a folder's whole project, or one file of no project. */
  readonly paths: readonly string[];
  dirty: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Ends with the first check; later openings replace it. */
  opened: Promise<void>;
}

/** Makes an empty pool. */
export function createSessionPool(host: PoolHost): SessionPool {
  const slots = new Map<string, Slot>();

  function add(root: string, paths: readonly string[] = []): Slot {
    const known = slots.get(root);
    if (known) return known;
    const folder: Folder = { root, state: "indexing", settings: defaultSettings, result: nothing, version: 0 };
    const slot: Slot = { folder, session: undefined, paths, dirty: false, timer: undefined, opened: Promise.resolve() };
    slots.set(root, slot);
    slot.opened = open(slot);
    return slot;
  }

  async function open(slot: Slot): Promise<void> {
    const { root } = slot.folder;
    const settings = await host.settings(root);
    slot.session = undefined;
    if (!settings.enable) {
      update(slot, { state: "disabled", settings, result: nothing });
      return;
    }
    update(slot, { state: "indexing", settings, result: slot.folder.result });
    const done = await host.progress(`Idemlint: reading ${path.basename(root)}`);
    await breathe();
    try {
      const opened = host.open({
        cwd: root,
        paths: slot.paths,
        ...(settings.project === "" ? {} : { project: path.resolve(root, settings.project) }),
      });
      if (!opened.ok) {
        host.log.warn(`${root}: ${opened.problem.message}`);
        update(slot, { state: "failed", settings, result: nothing, failure: opened.problem });
        return;
      }
      slot.session = opened.session;
      for (const [file, text] of host.openTexts()) if (ownerOf(file) === slot) slot.session.setText(file, text);
      check(slot);
    } catch (error) {
      failed(slot, error);
    } finally {
      done();
    }
  }

  function check(slot: Slot): void {
    clearTimeout(slot.timer);
    slot.dirty = false;
    if (!slot.session) return;
    const { settings } = slot.folder;
    const started = performance.now();
    try {
      const result = slot.session.check({ preset: settings.preset, rules: settings.rules });
      const milliseconds = Math.round(performance.now() - started);
      host.log.trace(`${slot.folder.root}: ${result.findings.length} findings in ${milliseconds} ms`);
      update(slot, { state: "ready", settings, result });
    } catch (error) {
      failed(slot, error);
    }
  }

  /** A fault of ours: the last findings stay, the next edit tries again. */
  function failed(slot: Slot, error: unknown): void {
    host.log.error(`checking ${slot.folder.root} failed`, error);
    const message = `Idemlint could not check this folder: ${error instanceof Error ? error.message : String(error)}. The output has the details.`;
    update(slot, { state: "failed", settings: slot.folder.settings, result: slot.folder.result, failure: { message } });
  }

  function update(slot: Slot, next: Pick<Folder, "state" | "settings" | "result" | "failure">): void {
    slot.folder = { root: slot.folder.root, version: slot.folder.version + 1, session: slot.session, ...next };
    if (slots.get(slot.folder.root) === slot) host.onChange(slot.folder);
  }

  function ownerOf(file: string): Slot | undefined {
    let owner: Slot | undefined;
    for (const slot of slots.values()) {
      if (isInside(slot.folder.root, file) && slot.folder.root.length > (owner?.folder.root.length ?? -1)) owner = slot;
    }
    return owner;
  }

  function ownerOrNew(file: string): Slot | undefined {
    const owner = ownerOf(file);
    if (owner) return owner;
    if (file.includes("/node_modules/") || !/\.[cm]?[jt]sx?$/.test(file)) return undefined;
    const root = projectRootOf(file);
    return root === undefined ? add(path.posix.dirname(file), [file]) : add(root);
  }

  async function upToDate(slot: Slot): Promise<Folder> {
    await slot.opened;
    if (slot.dirty) check(slot);
    return slot.folder;
  }

  function soon(slot: Slot): void {
    slot.dirty = true;
    clearTimeout(slot.timer);
    slot.timer = setTimeout(() => {
      if (slot.dirty) check(slot);
    }, pauseMs);
  }

  function reopen(slot: Slot): Promise<void> {
    clearTimeout(slot.timer);
    slot.dirty = false;
    slot.opened = slot.opened.then(() => open(slot));
    return slot.opened;
  }

  return {
    add: (root) => void add(normalized(root)),
    remove: (root) => {
      const slot = slots.get(normalized(root));
      if (!slot) return;
      clearTimeout(slot.timer);
      slots.delete(slot.folder.root);
      host.onChange({ ...slot.folder, version: slot.folder.version + 1, result: nothing, state: "disabled" });
    },
    folders: () => [...slots.values()].map((slot) => slot.folder),
    fresh: async (file) => {
      const slot = ownerOf(file);
      return slot && upToDate(slot);
    },
    allFresh: () => Promise.all([...slots.values()].map(upToDate)),
    setText: (file, text) => {
      const slot = text === undefined ? ownerOf(file) : ownerOrNew(file);
      if (!slot?.session) return;
      slot.session.setText(file, text);
      soon(slot);
    },
    touch: (files) => {
      for (const file of files) {
        const slot = ownerOf(file);
        if (!slot) continue;
        if (slot.session) {
          slot.session.touch(file);
          soon(slot);
        } else if (slot.folder.state === "failed") void reopen(slot);
      }
    },
    reconfigure: async () => {
      await Promise.all(
        [...slots.values()].map(async (slot) => {
          await slot.opened;
          const settings = await host.settings(slot.folder.root);
          const { settings: before } = slot.folder;
          if (settings.enable !== before.enable || settings.project !== before.project) return reopen(slot);
          slot.folder = { ...slot.folder, settings };
          check(slot);
        }),
      );
    },
    restart: async () => {
      await Promise.all([...slots.values()].map(reopen));
    },
  };
}

/** The nearest folder that looks like a project, for a file opened without its folder. */
function projectRootOf(file: string): string | undefined {
  for (let folder = path.posix.dirname(file); ; folder = path.posix.dirname(folder)) {
    if (["tsconfig.json", "jsconfig.json", "package.json"].some((name) => fs.existsSync(path.join(folder, name))))
      return folder;
    if (folder === path.posix.dirname(folder)) return undefined;
  }
}
