/** What a step does, for people. */
export const stepOf = (library: string): string =>
  `${library} keeps the step's result and runs it again only when it failed`;
