/** Says why the VS Code tests cannot run here, or nothing when they can. */
export function missing(): string | undefined;
