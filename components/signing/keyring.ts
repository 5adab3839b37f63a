"use client";

import { useSyncExternalStore } from "react";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import type { Certificate } from "@/lib/crypto/certificate";
import { type Name, valuesOf } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { type Signer, type SignerCertificate, statementMark } from "@/lib/crypto/signer";

/** A key file opened in this tab. Kept in memory only: a reload forgets it. */
export type LoadedKey = {
  readonly fileName: string;
  readonly signer: Signer;
  readonly certificates: readonly (SignerCertificate & {
    readonly holder: string;
    readonly issuer: string;
    readonly notAfter: Date;
  })[];
};

let keys: readonly LoadedKey[] = [];
let watchers: readonly (() => void)[] = [];

const publish = (next: readonly LoadedKey[]) => {
  keys = next;
  for (const tell of watchers) tell();
};

/** The key files of this tab, newest first. */
export const useKeyring = (): readonly LoadedKey[] =>
  useSyncExternalStore(
    (tell) => {
      watchers = [...watchers, tell];
      return () => {
        watchers = watchers.filter((one) => one !== tell);
      };
    },
    () => keys,
    () => NONE,
  );
const NONE: readonly LoadedKey[] = [];

export const loadedKeys = (): readonly LoadedKey[] => keys;

/** Opens a .p12/.pfx; the private keys cannot be exported again. @throws code P12_PASSWORD, P12_UNSUPPORTED, P12_CONTENTS, MALFORMED */
export async function loadKeyFile(file: File, password: string): Promise<LoadedKey> {
  const [{ openP12 }, { parseCertificate }] = await Promise.all([
    import("@/lib/crypto/signer-software"),
    import("@/lib/crypto/certificate"),
  ]);
  const signer = await openP12(new Uint8Array(await file.arrayBuffer()), password);
  return keep(file.name, signer, parseCertificate);
}

/** Takes the certificates of a token that the bridge of this machine serves; its PIN is asked there, never here. */
export async function loadToken(name: string, signer: Signer): Promise<LoadedKey> {
  const { parseCertificate } = await import("@/lib/crypto/certificate");
  return keep(name, signer, parseCertificate);
}

async function keep(
  fileName: string,
  signer: Signer,
  parseCertificate: (der: Uint8Array) => Pick<Certificate, "subject" | "issuer" | "notAfter">,
): Promise<LoadedKey> {
  const certificates = (await signer.list()).map((certificate) => {
    const { subject, issuer, notAfter } = parseCertificate(certificate.der);
    return { ...certificate, holder: nameOf(subject), issuer: nameOf(issuer), notAfter };
  });
  const key = { fileName, signer, certificates };
  publish([key, ...keys.filter((one) => one.fileName !== fileName)]);
  return key;
}

/** Puts a key away: it signs nothing more. */
export async function forgetKey(key: LoadedKey): Promise<void> {
  await key.signer.close();
  publish(keys.filter((one) => one !== key));
}

/** The certificates of a key file that may sign. */
export const signingCertificates = ({ certificates }: LoadedKey) => certificates.filter(({ use }) => use !== "encrypt");

const nameOf = (name: Name): string => valuesOf(name, OID.commonName)[0] ?? name.key;

/** One thing to sign, as `prepared()` of lib/usecases/signing/act.ts makes it. */
export type PreparedItem = {
  readonly bytesBase64: string;
  readonly purpose: string;
  readonly tender?: string | null;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
};

/** What goes back to the server: `signedInput` of lib/usecases/signing/accept-signature.ts. */
export type SignedItem = { readonly statement: string; readonly cms: string };

/** A key file and the certificate in it that signs. */
export type KeyChoice = { readonly key: LoadedKey; readonly certificate: string };

const EXPIRES_MS = 120_000;

/** Signs one prepared item. The driver looks at the statement itself and refuses what the words do not cover (protocol §4.2). */
export async function signItem({ key, certificate }: KeyChoice, item: PreparedItem): Promise<SignedItem> {
  const statement = decodeBase64(item.bytesBase64);
  const context = {
    origin: window.location.origin,
    purpose: item.purpose,
    title: item.title,
    nonce: nonceOf(statement),
    expires: new Date(Date.now() + EXPIRES_MS).toISOString(),
    ...(item.tender ? { tender: item.tender } : {}),
  };
  const { cms } = await key.signer.sign({ cert: certificate, statement, context });
  return { statement: item.bytesBase64, cms: encodeBase64(cms) };
}

/** First eight hex digits of the statement's hash, shown beside its title. */
export const markOf = (item: PreparedItem): string => statementMark(decodeBase64(item.bytesBase64));

function nonceOf(statement: Uint8Array): string {
  try {
    const { nonce } = JSON.parse(new TextDecoder().decode(statement)) as { nonce?: unknown };
    return typeof nonce === "string" ? nonce : "";
  } catch {
    return "";
  }
}
