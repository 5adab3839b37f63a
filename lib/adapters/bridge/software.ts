import type { SoftwareIdentity } from "@/lib/crypto/software-identity";
import { softwareIdentity } from "@/lib/crypto/software-identity";
import { parseCertificate } from "@/lib/crypto/certificate";
import { readP12 } from "@/lib/crypto/p12";
import type { Token, TokenCertificate } from "./token";

const coded = (code: string, detail: string) => Object.assign(new Error(detail), { code });

/**
 * A token that is a file: SM2, which no freely available PKCS#11 software has, is tested through it (protocol §4.3). The
 * PIN is the file's password; the key is read for one operation and put away.
 */
export async function softwareToken(label: string, file: Uint8Array, listPassword: string): Promise<Token> {
  const open = async (pin: string): Promise<readonly SoftwareIdentity[]> => {
    const { keys, certificates } = await readP12(file, pin).catch((error: { code?: string }) => {
      throw error.code === "P12_PASSWORD" ? coded("BRIDGE_PIN", "wrong PIN") : error;
    });
    const all: SoftwareIdentity[] = [];
    for (const { pkcs8, localKeyId } of keys)
      for (const own of certificates.filter((one) => one.localKeyId === localKeyId)) {
        const identity = await softwareIdentity(pkcs8 as Uint8Array<ArrayBuffer>, parseCertificate(own.der));
        if (identity) all.push(identity);
      }
    return all;
  };
  const identities = await open(listPassword);
  const listed = identities.map(
    ({ certificate, use, alg }): TokenCertificate => ({
      id: certificate.fingerprint,
      use,
      alg,
      der: certificate.der,
      token: label,
    }),
  );
  for (const identity of identities) identity.forget();
  const { certificates } = await readP12(file, listPassword);
  const owned = new Set(listed.map(({ id }) => id));
  const chain = certificates.map(({ der }) => der).filter((der) => !owned.has(parseCertificate(der).fingerprint));
  const using = async <T>(id: string, pin: string, work: (identity: SoftwareIdentity) => Promise<T>): Promise<T> => {
    const opened = await open(pin);
    try {
      const own = opened.find(({ certificate }) => certificate.fingerprint === id);
      if (!own) throw coded("BRIDGE_TOKEN", "the key is gone");
      return await work(own);
    } finally {
      for (const identity of opened) identity.forget();
    }
  };
  return {
    list: async () => listed,
    sign: ({ id }, bytes, pin) => using(id, pin, (own) => own.sign(bytes)),
    unwrap: ({ id }, { alg, ciphertext, info }, pin) => using(id, pin, (own) => own.unwrap(alg, ciphertext, info)),
    chain: async () => chain,
  };
}
