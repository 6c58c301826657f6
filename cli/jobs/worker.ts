import { openSession, type RuleSettings } from "../../rules/session.js";
import { partOf, type Part } from "../../rules/judging/gather.js";
import type { Share } from "../../rules/judging/share.js";

/** What a process is asked to check. */
export interface JobAsked {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly project?: string;
  readonly settings: RuleSettings;
  readonly share: Share;
}

export type JobAnswer = { readonly ok: true; readonly part: Part } | { readonly ok: false; readonly message: string };

process.once("message", ({ settings, ...options }: JobAsked) => {
  const opened = openSession(options);
  const answer: JobAnswer = opened.ok
    ? { ok: true, part: partOf(opened.session.check(settings)) }
    : { ok: false, message: opened.problem.message };
  process.send?.(answer, () => {
    process.disconnect();
  });
});
