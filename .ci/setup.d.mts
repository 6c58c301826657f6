export const root: string;
export function ensureInstalled(folder?: string): void;
export function requireNode(): void;
export function runTypeScript(file: string, args: readonly string[]): never;
