/** What one check found. */
export interface CheckResult {
  readonly result: "met" | "deviates" | "not run";
  /** What was seen, or why it was not run. */
  readonly what: string;
  /** A second effect or a lost one, rather than another convention. */
  readonly grave?: boolean;
}

/** The contract is kept. */
export const met = (what: string): CheckResult => ({ result: "met", what });

/** The check could not be made. */
export const notRun = (what: string): CheckResult => ({ result: "not run", what });

/** Another convention than the profile's. */
export const deviates = (what: string): CheckResult => ({ result: "deviates", what });

/** A second effect, or a lost one. */
export const grave = (what: string): CheckResult => ({ result: "deviates", what, grave: true });
