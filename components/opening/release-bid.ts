import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { readReleaseLine } from "@/lib/crypto/bidkey";
import { fromBase64url } from "@/lib/crypto/bytes";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { bidderSecret } from "@/lib/crypto/keys";
import { reject } from "@/lib/crypto/reasons";
import { releaseBytes } from "@/lib/crypto/statements";
import { loadSuite, suiteOf } from "@/lib/crypto/suite";
import { checkMaster, unwrapMaster } from "@/lib/crypto/unwrap-master";
import { type KeyChoice, signItem } from "../signing/keyring";

/** Server's answer of `prepareRelease`. */
export type ReleaseMaterial = {
  readonly bid: string;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly nonce: string;
  readonly groups: readonly { readonly g: number; readonly c: string; readonly header: string }[];
};
export type ReleaseInput = {
  readonly statement: string;
  readonly cms: string | null;
  readonly channel: "certificate" | "bidkey" | "words";
};

/** Derives B of every group from M: only these leave the device, never M. */
function statementOf(material: ReleaseMaterial, masterOf: (header: Header) => Uint8Array): Uint8Array {
  const B = material.groups.map(({ g, c, header }) => {
    const parsed = parseHeader(decodeBase64(header));
    return { c, g, v: bidderSecret(masterOf(parsed), fromBase64url(c, 16), g, suiteOf(parsed.suite)) };
  });
  return releaseBytes({ B, bid: material.bid, nonce: material.nonce, tender: material.tender });
}

/** Fetches the primitives of the suites these headers are in, before anything is derived. */
const suitesOf = (material: ReleaseMaterial) =>
  Promise.all(material.groups.map(({ header }) => loadSuite(parseHeader(decodeBase64(header)).suite)));

/** With the certificate: unwraps M with it and signs the release. @throws with `reason` where the key does not open */
export async function releaseByCertificate(
  material: ReleaseMaterial,
  choice: KeyChoice,
  title: string,
): Promise<ReleaseInput> {
  await suitesOf(material);
  const masters = new Map<string, Uint8Array>();
  for (const { header } of material.groups) {
    const parsed = parseHeader(decodeBase64(header));
    if (!masters.has(parsed.container))
      masters.set(parsed.container, await unwrapMaster(parsed, choice.key.signer, location.origin, soon()));
  }
  const statement = statementOf(material, ({ container }) => masters.get(container)!);
  const item = {
    bytesBase64: encodeBase64(statement),
    purpose: "release",
    tender: material.tender.lot,
    title,
    lines: [],
  };
  const { cms } = await signItem(choice, item);
  return { statement: encodeBase64(statement), cms, channel: "certificate" };
}

/** With M from the backup file or the 24 words, on any device. @throws reason `commit-bidder` where it is another bid's */
export async function releaseByMaster(
  material: ReleaseMaterial,
  M: Uint8Array,
  channel: "bidkey" | "words",
): Promise<ReleaseInput> {
  await suitesOf(material);
  const statement = statementOf(material, (header) => checkMaster(header, M));
  return { statement: encodeBase64(statement), cms: null, channel };
}

/** With the one line that `xinbiao release --line` prints: B itself, made elsewhere. @throws reasons `words`, `commit-bidder` */
export async function releaseByLine(material: ReleaseMaterial, line: string): Promise<ReleaseInput> {
  const { bid, secrets } = readReleaseLine(line);
  // Another bid's line opens nothing here, and neither does one of another number of groups.
  if (bid !== material.bid || secrets.length !== material.groups.length) reject("commit-bidder", "another bid's line");
  const B = material.groups.map(({ g, c }, at) => ({ c, g, v: secrets[at]! }));
  const statement = releaseBytes({ B, bid, nonce: material.nonce, tender: material.tender });
  return { statement: encodeBase64(statement), cms: null, channel: "words" };
}

/** A token's bridge refuses what is not of this moment. */
const soon = (): string => new Date(Date.now() + 110_000).toISOString();
