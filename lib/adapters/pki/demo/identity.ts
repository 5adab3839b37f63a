import { randomBytes } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type PlatformSigner, platformSignerFromFiles } from "@/lib/adapters/pki/platform";
import { toPem } from "@/lib/crypto/certificate";
import { writeSecret } from "./keys";
import type { DemoPki, IssueRequest } from "./pki";

/** The demonstration authorities certify whole years, so that a sandbox clock may be moved far. */
const LIFE = { notBefore: new Date("2021-01-01T00:00:00Z"), notAfter: new Date("2044-12-31T23:59:59Z") };

/**
 * Key and certificate of a program of the demonstration (platform, trustee, hub …) in `folder`, made at the first start.
 * Of several processes that start at once one wins, and all use its key.
 */
export async function demoIdentity(
  folder: string,
  request: Omit<IssueRequest, "notBefore" | "notAfter">,
  pki: () => Promise<DemoPki>,
): Promise<PlatformSigner> {
  const base = join(folder, "identity");
  try {
    return await platformSignerFromFiles(base);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const issued = await (await pki()).issue({ ...request, ...LIFE });
  const draft = `${folder}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeSecret(join(draft, "identity.key.pem"), toPem("PRIVATE KEY", issued.privateKeyPkcs8));
  const pem = [issued.certificateDer, ...issued.chainDer].map((bytes) => toPem("CERTIFICATE", bytes)).join("");
  await writeSecret(join(draft, "identity.pem"), pem);
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    // Fails where the folder is there already: the other one's key is used.
    await rename(draft, folder);
  } catch {
    await rm(draft, { recursive: true });
  }
  return platformSignerFromFiles(base);
}
