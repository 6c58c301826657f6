/** A copy of the workspace that the suite may change. */
export function prepareWorkspace(temporary: string): string;
