import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type DemoPki, type IssueRequest, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import type { Signer, SignerCertificate } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import type { Signed } from "@/lib/usecases/signing/accept-signature";
import type { Prepared } from "@/lib/usecases/signing/act";
import { P12_PASSWORD } from "./cast";

/** Long enough for a sandbox clock that is moved far. */
const LIFE = { notBefore: new Date("2023-01-01T00:00:00Z"), notAfter: new Date("2040-12-31T23:59:59Z") };

export type KeyFile = { readonly signer: Signer; readonly certificate: SignerCertificate; readonly path: string };
export type KeyRing = {
  fileOf(login: string, request: Omit<IssueRequest, "notBefore" | "notAfter">): Promise<KeyFile>;
};

/** The `.p12` files of the demonstration under `demo/accounts`, each issued once. */
export async function keyRing(dataDir: string): Promise<KeyRing> {
  const pki: DemoPki = await openDemoPki(join(dataDir, "demo", "ca"));
  return {
    fileOf: async (login, request) => {
      const path = join("demo", "accounts", `${login}.p12`);
      const full = join(dataDir, path);
      if (!existsSync(full)) {
        const issued = await pki.issue({ ...request, ...LIFE });
        await mkdir(dirname(full), { recursive: true });
        // Whole or not at all: a file cut off by a kill would be taken for the key at the next start.
        await writeFile(`${full}.new`, issued.p12(P12_PASSWORD));
        await rename(`${full}.new`, full);
      }
      const signer = await openP12(new Uint8Array(await readFile(full)), P12_PASSWORD);
      const certificate = (await signer.list()).find(({ use }) => use !== "encrypt");
      if (!certificate) throw new Error(`no key in ${path}`);
      return { signer, certificate, path };
    },
  };
}

/** What the signing dialog does: reads what is to be signed as its purpose says, then uses the key. */
export async function signWith({ signer, certificate }: KeyFile, item: Prepared): Promise<Signed> {
  const statement = decodeBase64(item.bytesBase64);
  const tender = item.tender === null ? {} : { tender: item.tender };
  const context = {
    origin: "",
    purpose: item.purpose,
    title: item.title,
    nonce: "",
    expires: "2099-01-01T00:00:00Z",
    ...tender,
  };
  const { cms } = await signer.sign({ cert: certificate.id, statement, context });
  return { statement: item.bytesBase64, cms: encodeBase64(cms) };
}
