import { fakeProvider, type FakeProvider, type FakeProviderOptions } from "../provider/fake.js";
import { serveProvider } from "../provider/server.js";
import type { CallState, Observer } from "./observer.js";

/** What `http(…)` takes: the provider's host, or a fake of your own. */
export interface HttpObservation extends Omit<FakeProviderOptions, "name"> {
  /** `api.stripe.com`; calls to it are answered by a fake that behaves as Stripe does. */
  readonly provider: string;
  readonly fake?: FakeProvider;
  /** More addresses of the same provider: `127.0.0.1:4010`. */
  readonly hosts?: readonly string[];
}

/** Watches calls to an outside provider and answers them: nothing leaves this machine. */
export function http(observation: HttpObservation): Observer {
  const host = observation.provider.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  return {
    name: `http ${host}`,
    async open() {
      const enforcesKeys = observation.enforcesKeys ?? isStripe(host);
      const fake = observation.fake ?? fakeProvider({ ...observation, name: host, enforcesKeys });
      const listening = await serveProvider(fake);
      const own = `${listening.host}:${listening.port}`;
      return {
        name: host,
        environment: { [environmentName(host)]: listening.url },
        concurrent: true,
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
