/** One guard taken away: what was done, where, and the text that does it. */
export interface Mutation {
  readonly operator: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with the mutation in it. */
export function mutated(text: string, { start, end, text: replacement }: Mutation): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
