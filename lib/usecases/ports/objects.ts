export type ObjectBody = Uint8Array | AsyncIterable<Uint8Array>;

export type ObjectFacts = {
  readonly sizeBytes: number;
  /** SHA-256 of the content, hex. */
  readonly sha256: string;
};

export type StoredObject = ObjectFacts & {
  /** Until then nobody can remove it, the operator included. */
  readonly retainUntil: Date | null;
};

/**
 * Where files live. A key is written once: what stands under it never changes. Keys are `/`-separated segments of
 * letters, digits, `.`, `_` and `-`.
 *
 * Every act throws `unavailable` where the store is down, full or otherwise not able to: nothing is said of the object.
 */
export type Objects = {
  /**
   * Stores `body` under `key`; once this returns, the bytes survive a power cut. The same content under the same key
   * again is no error, so a broken request can simply be repeated.
   *
   * @param options.sha256      expected digest, hex; other bytes are refused and nothing is kept
   * @param options.retainUntil nobody can remove it before; a repeated put may lengthen it, never shorten it
   * @throws {ObjectProblem} `exists` for other content under a used key, `digest` for bytes that are not the announced ones
   */
  put(
    key: string,
    body: ObjectBody,
    options?: { readonly sha256?: string; readonly retainUntil?: Date },
  ): Promise<ObjectFacts>;
  /**
   * The bytes of an object, in pieces; nothing is held open for them until the first is asked for.
   * @param range bytes `from` (default 0) up to and without `to` (default the end)
   * @throws {ObjectProblem} `absent`, at once, and with the first piece for what was removed in between
   */
  get(key: string, range?: { readonly from?: number; readonly to?: number }): Promise<AsyncIterable<Uint8Array>>;
  /** What is stored under `key`; null where nothing is. */
  stat(key: string): Promise<StoredObject | null>;
  /**
   * Removes an object; one that is not there is no error.
   * @throws {ObjectProblem} `retained` while its retention runs
   */
  remove(key: string): Promise<void>;
  /** Whether objects can be written and read now; never throws. */
  health(): Promise<boolean>;
};

export type ObjectProblemCode = "exists" | "absent" | "digest" | "retained" | "key" | "unavailable";

/** Why the object store says no; `name` is "ObjectProblem", so that it is told apart across bundles. */
export type ObjectProblem = Error & {
  readonly name: "ObjectProblem";
  readonly code: ObjectProblemCode;
  readonly key: string;
};

export const isObjectProblem = (error: unknown): error is ObjectProblem =>
  error instanceof Error && error.name === "ObjectProblem";
