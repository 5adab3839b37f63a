import { type Body, type PutOptions, problem, type Range } from "./record";

/** What both stores are. */
type Store = {
  put(key: string, body: Body, options?: PutOptions): Promise<{ readonly sizeBytes: number; readonly sha256: string }>;
  get(key: string, range?: Range): Promise<AsyncIterable<Uint8Array>>;
  stat(
    key: string,
  ): Promise<{ readonly sizeBytes: number; readonly sha256: string; readonly retainUntil: Date | null } | null>;
  remove(key: string): Promise<void>;
  health(): Promise<boolean>;
};

/**
 * The same store, which calls whatever keeps it from working (no connection, no room, a broken disk) `unavailable`: callers
 * tell "it is not there" from "nobody can say", and people are told to come back instead of that something broke.
 */
export function sayingWhy(objects: Store): Store {
  return {
    put: async (key, body, options) => {
      const source = watched(body);
      return attempt(key, () => objects.put(key, source.body, options), source.fault);
    },
    get: async (key, range) => pieces(key, await attempt(key, () => objects.get(key, range))),
    stat: (key) => attempt(key, () => objects.stat(key)),
    remove: (key) => attempt(key, () => objects.remove(key)),
    health: () => objects.health(),
  };
}

async function attempt<T>(key: string, work: () => Promise<T>, fault: () => unknown = () => undefined): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What broke in the giver's own stream is the giver's.
    throw fault() ?? unavailable(key, error);
  }
}

function unavailable(key: string, error: unknown): unknown {
  if (error instanceof Error && error.name === "ObjectProblem") return error;
  return Object.assign(problem("unavailable", key), { cause: error });
}

async function* pieces(key: string, from: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* from;
  } catch (error) {
    throw unavailable(key, error);
  }
}

function watched(body: Body): { readonly body: Body; fault(): unknown } {
  if (body instanceof Uint8Array) return { body, fault: () => undefined };
  let fault: unknown;
  async function* through(from: AsyncIterable<Uint8Array>) {
    try {
      yield* from;
    } catch (error) {
      fault = error;
      throw error;
    }
  }
  return { body: through(body), fault: () => fault };
}
