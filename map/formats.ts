/** Formats that a map can be had in. */
export const mapFormats = ["svg", "html", "mermaid", "dot", "json"] as const;
export type MapFormat = (typeof mapFormats)[number];
