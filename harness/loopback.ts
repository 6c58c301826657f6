/** Whether a host name or address never leaves this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  if (name === "" || name === "localhost" || name.endsWith(".localhost")) return true;
  if (name === "::1" || name === "0.0.0.0" || name === "::") return true;
  return /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name);
}

/** Whether a host is named by one of the patterns: `api.stripe.com`, `*.amazonaws.com`, with or without a port. */
export function matchesHost(host: string, patterns: readonly string[]): boolean {
  const full = host.toLowerCase();
  const bare = full.replace(/:\d+$/, "");
  return patterns.some((pattern) => {
    const wanted = pattern
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/\/.*$/, "");
    if (wanted.startsWith("*.")) return bare.endsWith(wanted.slice(1)) || full.endsWith(wanted.slice(1));
    return wanted === full || wanted === bare;
  });
}
