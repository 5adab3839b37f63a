import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  buildCertificate,
  extendedKeyUsage,
  extension,
  keyIds,
  keyUsage,
} from "@/lib/adapters/pki/demo/build-certificate";
import { keyPem, newKey } from "@/lib/adapters/pki/demo/keys";
import { certificatesFromPem, parseCertificate, toPem } from "@/lib/crypto/certificate";
import { sequence, taggedPrimitive } from "@/lib/crypto/der-write";
import { writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";

export type OwnCertificate = { readonly cert: string; readonly key: string; readonly path: string };

const YEARS_MS = 5 * 365 * 86_400_000;
/** Made anew so long before its end, at a start: a listener is not to end in the middle of somebody's bid. */
const RENEW_MS = 30 * 86_400_000;
const SUBJECT_ALT_NAME = "2.5.29.17";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

async function readBoth(path: string, keyPath: string): Promise<{ cert: string; key: string } | null> {
  try {
    return { cert: await readFile(path, "utf8"), key: await readFile(keyPath, "utf8") };
  } catch {
    return null;
  }
}

/** A file that cannot be read as a certificate is made anew as well. */
function lastsLong(pem: string, now: Date): boolean {
  try {
    const { notBefore, notAfter } = parseCertificate(certificatesFromPem(pem)[0]!);
    return notBefore <= now && notAfter.getTime() - now.getTime() > RENEW_MS;
  } catch {
    return false;
  }
}

/**
 * The certificate of the bridge's own TLS listener, made on this machine at the first start and for it alone: its key
 * never leaves `folder`. Whoever uses a browser that blocks plain loopback tells the browser to trust it, once in five
 * years: shortly before its end a start makes the next one.
 */
export async function ownCertificate(folder: string, now: Date): Promise<OwnCertificate> {
  const [path, keyPath] = [join(folder, "bridge.pem"), join(folder, "bridge.key.pem")];
  const kept = await readBoth(path, keyPath);
  if (kept && lastsLong(kept.cert, now)) return { ...kept, path };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const issuing = await newKey("ec");
  const name = writeName([{ oid: OID.commonName, value: `Xinbiao bridge ${randomBytes(4).toString("hex")}` }]);
  const addresses = [Uint8Array.of(127, 0, 0, 1), Uint8Array.of(...new Array<number>(15).fill(0), 1)];
  const serial = new Uint8Array(randomBytes(10));
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const der = buildCertificate(
    {
      ...{ serial, issuer: name, subject: name, spki: issuing.spki },
      notBefore: new Date(now.getTime() - 3_600_000),
      notAfter: new Date(now.getTime() + YEARS_MS),
      extensions: [
        keyUsage("digitalSignature"),
        extendedKeyUsage(false, SERVER_AUTH),
        ...keyIds(issuing.spki, issuing.spki),
        extension(SUBJECT_ALT_NAME, false, sequence(...addresses.map((octets) => taggedPrimitive(7, octets)))),
      ],
    },
    issuing,
  );
  const made = { cert: toPem("CERTIFICATE", der), key: keyPem(issuing), path };
  await writeFile(keyPath, made.key, { mode: 0o600 });
  await writeFile(path, made.cert);
  return made;
}
