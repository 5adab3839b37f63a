import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { Secret, TOTP } from "otpauth";

/** Cost of one check: about 60 ms and 32 MiB; parameters stand in the hash, so they can be raised later. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const PERIOD_S = 30;
/** In front of sealed personal data; no telephone number and no address for mail begins so. */
const SEALED = "sealed:";

/**
 * @param master secret of at least 32 characters; every use gets a key of its own derived from it
 * @param issuer name shown in the authenticator app
 */
export function nodeSecrets(master: string, issuer: string) {
  if (master.length < 32) throw new Error("IDENTITY_SECRET must have at least 32 characters");
  const keyFor = (use: string) => Buffer.from(hkdfSync("sha256", master, "xinbiao identity", use, 32));
  const codeKey = keyFor("one-time code secrets");
  const identityKey = keyFor("identity numbers");
  const personalKey = keyFor("personal data");
  return {
    hashPassword,
    checkPassword,
    newCodeSecret: () => new Secret({ size: 20 }).base32,
    codeAddress: (secret: string, login: string) => totp(secret, issuer, login).toString(),
    sealCodeSecret: (secret: string) => seal(codeKey, secret),
    codeStep: (sealed: string, code: string, at: Date): number | null => {
      if (!/^\d{6}$/.test(code)) return null;
      const delta = totp(unseal(codeKey, sealed), issuer, "").validate({
        token: code,
        timestamp: at.getTime(),
        window: 1,
      });
      return delta === null ? null : Math.floor(at.getTime() / 1000 / PERIOD_S) + delta;
    },
    hashIdentity: (idNumber: string) => createHmac("sha256", identityKey).update(idNumber.toUpperCase()).digest("hex"),
    sealPersonal: (text: string) => SEALED + seal(personalKey, text),
    // Rows that were there before anything was sealed are read as they stand; a changed one is no text at all.
    openPersonal: (sealed: string) =>
      sealed.startsWith(SEALED) ? unseal(personalKey, sealed.slice(SEALED.length)) : sealed,
    nonce: () => randomBytes(32).toString("base64url"),
    hashToken: (token: string) => createHash("sha256").update(token).digest("hex"),
  };
}

const totp = (secret: string, issuer: string, label: string) =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: PERIOD_S });

type Cost = typeof COST;
const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join("$");
}

const NOBODY = [
  "scrypt",
  COST.N,
  COST.r,
  COST.p,
  Buffer.alloc(16).toString("base64"),
  Buffer.alloc(32).toString("base64"),
].join("$");

async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = (hash ?? NOBODY).split("$");
  if (scheme !== "scrypt" || !salt || !key) throw new Error("stored password hash is not readable");
  const expected = Buffer.from(key, "base64");
  const given = await derive(password, Buffer.from(salt, "base64"), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(expected, given) && hash !== null;
}

function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
}

function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
