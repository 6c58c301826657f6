/** One of `of` equal parts, counted from 1. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Whether an entry point belongs to a share: by its name, so that it stays there when its file moves. */
export function holds({ part, of }: Share): (name: string) => boolean {
  return (name) => {
    let hash = 2166136261;
    for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 16777619);
    return (hash >>> 0) % of === part - 1;
  };
}
