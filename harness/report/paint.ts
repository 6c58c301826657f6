/** Colours by meaning. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** Terminal colours, or plain text. */
export function painter(colour: boolean): Paint {
  const style =
    (on: number, off: number) =>
    (text: string): string =>
      colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { good: style(32, 39), bad: style(31, 39), warn: style(33, 39), dim: style(2, 22), bold: style(1, 22) };
}
