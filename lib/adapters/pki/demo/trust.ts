import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { TrustList } from "@/lib/crypto/binding";
import { openDemoPki } from "./pki";

export type DemoTrust = {
  list(): Promise<TrustList>;
  crls(): Promise<readonly Uint8Array[]>;
};

const HOUR = 3_600_000;

/**
 * The demonstration authorities as a trust port: their list, and their CRLs at the platform's time. The lists are made
 * once an hour and after each revocation; in between the same arrays are handed out, so that they are parsed once.
 * @param now the platform's time, sandbox offset included
 */
export async function demoTrust(folder: string, now: () => Promise<Date>): Promise<DemoTrust> {
  const pki = await openDemoPki(folder);
  let kept: { readonly mark: string; readonly crls: Promise<readonly Uint8Array[]> } | null = null;
  return {
    list: async () => pki.trustList(),
    crls: async () => {
      const at = await now();
      const revoked = await stat(join(folder, "revoked.json")).catch(() => null);
      const mark = `${Math.floor(at.getTime() / HOUR)} ${revoked?.mtimeMs ?? 0}`;
      if (kept?.mark !== mark) kept = { mark, crls: pki.crls(at) };
      return kept.crls;
    },
  };
}
