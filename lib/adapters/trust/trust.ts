import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DemoPki } from "@/lib/adapters/pki/demo/pki";
import type { TrustList } from "@/lib/crypto/binding";

export type Trust = {
  list(): Promise<TrustList>;
  crls(): Promise<readonly Uint8Array[]>;
  ocsp?(fingerprint: string): Promise<readonly Uint8Array[]>;
};

/**
 * Trust as files: a list (protocol §3.4) and a folder of CRLs that somebody else refreshes. Both are read anew when they
 * change, so an authority is added or distrusted without a restart.
 * @throws {Error} at use, if the list is unreadable: nobody is trusted by accident
 */
export function fileTrust(listFile: string, crlFolder: string): Trust {
  let list: { readonly mark: number; readonly value: TrustList } | null = null;
  let crls: { readonly mark: number; readonly value: readonly Uint8Array[] } | null = null;
  return {
    list: async () => {
      const mark = (await stat(listFile)).mtimeMs;
      if (list?.mark !== mark) list = { mark, value: readList(await readFile(listFile, "utf8"), listFile) };
      return list.value;
    },
    crls: async () => {
      const mark = await newest(crlFolder);
      if (crls?.mark !== mark) crls = { mark, value: await readCrls(crlFolder) };
      return crls.value;
    },
  };
}

function readList(text: string, file: string): TrustList {
  const value = JSON.parse(text) as TrustList;
  if (value.type !== "trust-list" || !Array.isArray(value.authorities)) throw new Error(`${file} is not a trust list`);
  return value;
}

const crlNames = async (folder: string) => {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(".crl"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

/** Sum of change times: an added, changed or removed file gives another number. */
async function newest(folder: string): Promise<number> {
  const names = await crlNames(folder);
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return times.reduce((sum, time) => sum + time, names.length);
}

const readCrls = async (folder: string): Promise<Uint8Array[]> =>
  Promise.all((await crlNames(folder)).map(async (name) => new Uint8Array(await readFile(join(folder, name)))));

/** Trust in the demonstration authorities, with CRLs as they stand at the (sandbox) clock. */
export function demoTrust(pki: DemoPki, now: () => Date): Trust {
  const list = pki.trustList();
  let made: { readonly minute: number; readonly value: readonly Uint8Array[] } | null = null;
  return {
    list: async () => list,
    crls: async () => {
      const at = now();
      // A revocation is seen within a minute; RSA signatures over six lists are not made for every request.
      const minute = Math.floor(at.getTime() / 60_000);
      if (made?.minute !== minute) made = { minute, value: await pki.crls(at) };
      return made.value;
    },
  };
}
