export const root: string;
export const extension: string;
export const suite: string;
export function buildAll(options?: { readonly asPackaged?: boolean }): Promise<void>;
