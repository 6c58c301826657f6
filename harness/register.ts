/**
 * Preloaded into the program under test (`node --import idemlint/harness/register app.js`): records its effects and asks the harness,
 * at each of them, whether to go on. Without a harness that listens it does nothing.
 */
import net from "node:net";
import { seedAttempts } from "./determinism.js";
import { markFault, watch, type Effect, type Operation } from "./gate.js";
import { trackOrigins } from "./origin.js";
import { matchesHost } from "./loopback.js";
import { passOver } from "./place.js";
import { CONTROL_VARIABLE, readLines, type ControlAddress, type FromChild, type ToChild } from "./child/protocol.js";
import { recordClientRequests } from "./recorders/client-request.js";
import { recordEntries } from "./recorders/entry.js";
import { recordFetch } from "./recorders/fetch.js";
import { enforcePolicy } from "./recorders/http-policy.js";
import { forwardTo } from "./recorders/http.js";
import { recordInstalledDrivers } from "./recorders/installed.js";
import { guardSockets } from "./recorders/net-guard.js";
import { rollBackOpenTransactions } from "./recorders/transactions.js";

const variable = process.env[CONTROL_VARIABLE];
if (variable !== undefined) await connect(JSON.parse(variable) as ControlAddress);

async function connect(address: ControlAddress): Promise<void> {
  process.setSourceMapsEnabled(true);
  const socket = net.connect(address.port, "127.0.0.1");
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const send = (message: FromChild): void => void socket.write(`${JSON.stringify(message)}\n`);
  send({ type: "hello", token: address.token });
  // A harness that is gone needs no program: nothing is left behind.
  socket.on("error", () => process.exit(1)).on("close", () => process.exit(1));
  socket.unref();

  const waiting = new Map<number, (answer: ToChild) => void>();
  readLines(socket, (message: ToChild) => {
    if (message.type === "settle")
      void rollBackOpenTransactions().then(() => send({ type: "settled", id: message.id }));
    else {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });

  const numbers = new Map<Effect, number>();
  let count = 0;
  const ask = async (type: "before" | "after", effect: Effect, operation: Operation): Promise<void> => {
    const id = numbers.get(effect) ?? (count += 1);
    numbers.set(effect, id);
    socket.ref();
    const answer = await new Promise<ToChild>((resolve) => {
      waiting.set(id, resolve);
      send({ type, id, effect });
    });
    if (waiting.size === 0) socket.unref();
    if (answer.type === "fault")
      throw markFault(answer.broken ? operation.broken() : new Error(answer.message), answer.fault);
  };
  watch({
    before: (effect, operation) => ask("before", effect, operation),
    after: (effect, operation) => ask("after", effect, operation),
    ended(effect, end) {
      const id = numbers.get(effect) ?? 0;
      numbers.delete(effect);
      const told =
        end.kind === "done" ? end : { kind: end.kind, message: end.kind === "failed" ? end.error.message : end.fault };
      send({ type: "ended", id, effect, end: told });
    },
  });

  passOver(address.doubles);
  seedAttempts();
  recordFetch();
  recordEntries();
  recordInstalledDrivers();
  guardSockets();
  recordClientRequests();
  trackOrigins();
  enforcePolicy({
    isEntry: () => false,
    provider: (url) => {
      const party = address.providers.find((candidate) => matchesHost(url.host, candidate.hosts));
      return party && { name: party.name, answer: (request) => forwardTo(party.url, request) };
    },
    allows: (host) => matchesHost(host, address.allow),
    blocked: (call) => send({ type: "blocked", call }),
  });
}
