import type { Deps } from "@/lib/usecases/deps";
import type { Prepared } from "@/lib/usecases/signing/act";
import type { Signed } from "@/lib/usecases/signing/accept-signature";
import type { Actor } from "@/lib/domain/actor";
import type { KeyFile, KeyRing } from "./keys";

/** One person of the demonstration, signed in with their certificate. */
export type Hand = {
  readonly actor: Actor;
  readonly key: KeyFile;
  sign(items: readonly Prepared[]): Promise<Signed[]>;
  signOne(item: Prepared): Promise<Signed>;
};

/** What every step of the seed works with. */
export type Stage = {
  readonly deps: Deps;
  readonly keys: KeyRing;
  readonly dataDir: string;
  /** One line of progress. */
  readonly tell: (line: string) => void;
};

/** A line of `demo/accounts.json`. */
export type Account = {
  readonly role: { readonly zh: string; readonly en: string };
  readonly roleId: string;
  readonly name: string;
  readonly organisation: string;
  readonly uscc: string;
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
  /** Path under DATA_DIR. */
  readonly p12: string;
  readonly p12Password: string;
};
