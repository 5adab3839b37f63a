import fs from "node:fs";
import path from "node:path";
import { Secret, TOTP } from "otpauth";

/** One person of the demonstration world, as `npm start` prints them. */
export type Account = {
  readonly login: string;
  readonly name: string;
  readonly organisation: string;
  readonly roleId: string;
  readonly uscc: string;
  readonly password: string;
  readonly totpSecret: string;
  readonly p12: string;
  readonly p12Password: string;
};

/** Root of everything the platform under test keeps. */
export function dataDir(): string {
  const dir = process.env.DATA_DIR;
  if (!dir) throw new Error("DATA_DIR says where the platform under test keeps its data; with E2E_URL give both");
  return dir;
}

let known: readonly Account[] | null = null;

export function account(login: string): Account {
  known ??= JSON.parse(fs.readFileSync(path.join(dataDir(), "demo", "accounts.json"), "utf8")) as Account[];
  const found = known.find((one) => one.login === login);
  if (!found) throw new Error(`there is no account ${login} in demo/accounts.json`);
  return found;
}

/** The `.p12` file a person keeps. */
export const keyFile = ({ p12 }: Account): string => path.join(dataDir(), p12);

/** What the authenticator app of this person shows, `steps` half-minutes from now. */
export function codeOf({ totpSecret }: Pick<Account, "totpSecret">, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret), algorithm: "SHA1", digits: 6, period: 30 });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}
