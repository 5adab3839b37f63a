"use client";

import { useSyncExternalStore } from "react";
import type { Signer, SignerCertificate } from "@/lib/crypto/signer";

/** A key file opened in this tab. Kept in memory only: a reload forgets it. */
export type LoadedKey = {
  readonly fileName: string;
  readonly signer: Signer;
  readonly certificates: readonly (SignerCertificate & { readonly holder: string; readonly issuer: string; readonly notAfter: Date })[];
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
  const certificates = (await signer.list()).map((certificate) => {
    const { subject, issuer, notAfter } = parseCertificate(certificate.der);
    return { ...certificate, holder: nameOf(subject), issuer: nameOf(issuer), notAfter };
  });
  const key = { fileName: file.name, signer, certificates };
  publish([key, ...keys.filter(({ fileName }) => fileName !== file.name)]);
  return key;
}

/** Puts a key away: it signs nothing more. */
export async function forgetKey(key: LoadedKey): Promise<void> {
  await key.signer.close();
  publish(keys.filter((one) => one !== key));
}

/** The certificates of a key file that may sign. */
export const signingCertificates = ({ certificates }: LoadedKey) => certificates.filter(({ use }) => use !== "encrypt");

function nameOf(name: unknown): string {
  return typeof name === "object" && name !== null && "commonName" in name && typeof name.commonName === "string"
    ? name.commonName
    : "";
}
