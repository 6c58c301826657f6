/** Stands in for a sender: what it does counts at the line that calls it. */
export async function send(body: string): Promise<void> {
  await fetch("https://mail.example/messages", { method: "POST", body });
}
