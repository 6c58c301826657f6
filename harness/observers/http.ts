import { fakeProvider, type FakeProvider, type FakeProviderOptions } from "../provider/fake.js";
import { serveProvider } from "../provider/server.js";
import { isLoopback, matchesHost } from "../loopback.js";
import { proxyHttp } from "../proxy/http.js";
import { forwardTo } from "../recorders/http.js";
import type { CallState, Observer } from "./observer.js";
import { HarnessError } from "./sql-access.js";

/** What `http(…)` takes: the provider's host, or a fake of your own. */
export interface HttpObservation extends Omit<FakeProviderOptions, "name"> {
  /** `api.stripe.com`; calls to it are answered by a fake that behaves as Stripe does. */
  readonly provider: string;
  readonly fake?: FakeProvider;
  /** More addresses of the same provider: `127.0.0.1:4010`. */
  readonly hosts?: readonly string[];
  /**
   * Sees the calls at the wire, for programs in other languages: they find the address in the environment that `start` is given,
   * under the provider's name (`API_STRIPE_COM_URL`).
   */
  readonly proxy?: boolean;
  /** Hands calls on to this service on loopback, instead of a fake: `http://127.0.0.1:4010`. With `proxy` only. */
  readonly upstream?: string;
}

/** Watches calls to an outside provider and answers them: nothing leaves this machine. */
export function http(observation: HttpObservation): Observer {
  const host = observation.provider.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  if (observation.upstream !== undefined) return relayed(host, observation.upstream);
  return {
    name: `http ${host}`,
    async open() {
      const enforcesKeys = observation.enforcesKeys ?? isStripe(host);
      const fake = observation.fake ?? fakeProvider({ ...observation, name: host, enforcesKeys });
      const wire = observation.proxy === true;
      const listening = wire ? await proxyHttp(host, (request) => fake.answer(request)) : await serveProvider(fake);
      const own = new URL(listening.url).host;
      return {
        name: host,
        environment: { [environmentName(host)]: listening.url },
        concurrent: wire ? WIRE : true,
        ...(wire ? { wire } : {}),
        excluded: [],
        restore: async () => fake.reset(),
        perturb: async () => fake.reset(1_001),
        read: async () => ({ tables: [], calls: fake.operations.map((operation) => callOf(host, operation)) }),
        forgetRecords: async () => (fake.forgetKeys() > 0 ? [`the keys at ${host}`] : []),
        waiting: async () => false,
        close: () => listening.close(),
        provider: {
          name: host,
          url: listening.url,
          hosts: [host, own, ...(observation.hosts ?? [])],
          answer: (request) => fake.answer(request),
        },
      };
    },
  };
}

const WIRE = "at the wire two attempts cannot be told apart";

/** Before a service that really runs: what it was asked is the effect. */
function relayed(host: string, upstream: string): Observer {
  return {
    name: `http ${host}`,
    async open({ allow }) {
      const target = URL.canParse(upstream) ? new URL(upstream) : undefined;
      if (target?.protocol !== "http:")
        throw new HarnessError(
          `the proxy reads the wire, so ${upstream} cannot be encrypted: give it an http:// address`,
        );
      if (!isLoopback(target.hostname) && !matchesHost(target.host, allow))
        throw new HarnessError(`${target.host} is not loopback: name it in \`allow\` if that is what you want`);
      const proxy = await proxyHttp(host, (request) => forwardTo(target.origin, request));
      return {
        name: host,
        environment: { [environmentName(host)]: proxy.url },
        concurrent: WIRE,
        wire: true,
        excluded: [],
        restore: () => Promise.resolve(),
        perturb: () => Promise.resolve(),
        read: () => Promise.resolve({ tables: [], calls: [] }),
        forgetRecords: () => Promise.resolve([]),
        waiting: () => Promise.resolve(false),
        close: () => proxy.close(),
      };
    },
  };
}

/** `api.stripe.com` → `API_STRIPE_COM_URL`. */
function environmentName(host: string): string {
  return `${host.replaceAll(/[^A-Za-z0-9]+/g, "_").toUpperCase()}_URL`;
}

function isStripe(host: string): boolean {
  return /(^|\.)stripe\.com$/.test(host);
}

function callOf(host: string, operation: FakeProvider["operations"][number]): CallState {
  const { method, route, body, key, id } = operation;
  return { target: `${method} ${host}${route}`, body, id, ...(key === undefined ? {} : { key }) };
}
