import { engine } from "@/lib/crypto/engine";
import { decodeBase64 } from "@/lib/crypto/binding";
import { parseCertificate } from "@/lib/crypto/certificate";
import { certifiedCodes, CODE_PLACES } from "@/lib/crypto/code-places";
import { headBytes, padding, tailBytes } from "@/lib/crypto/container";
import type { Masters } from "@/lib/crypto/keys";
import { reject } from "@/lib/crypto/reasons";
import { beginSealing } from "@/lib/crypto/sealing";
import { bySegment, type ChosenFile, stanzas } from "../bid/seal-bid";
import type { KeyChoice, SignedItem } from "../signing/keyring";
import type { Papers } from "./read-papers";

/** A container without its signature: encrypted, and kept by the browser outside of our memory. */
export type Unsigned = {
  readonly statement: Uint8Array;
  readonly pieces: readonly Blob[];
  readonly sizeBytes: number;
  /** Where the plaintext may be submitted again: the manifests, to be kept with the files. */
  readonly kept: Uint8Array | null;
};

/** Encrypts everything on this computer, segment by segment. @param tell called with the share that is done, 0 to 1 */
export async function encryptContainer(
  papers: Papers,
  content: { readonly form: Readonly<Record<string, string>>; readonly files: readonly ChosenFile[] },
  masters: Masters,
  { key, certificate }: KeyChoice,
  tell: (part: number) => void,
): Promise<Unsigned> {
  const { policy, policyHash, docsHash, seq, prev } = papers;
  const sealing = await beginSealing({
    policy,
    policyHash,
    docsHash,
    uscc: papers.uscc ?? codeOf(key.certificates.find(({ id }) => id === certificate)?.der),
    masters,
    wrapM: (M, container) => stanzas(M, container, key),
    form: content.form,
    files: bySegment(papers, content.files),
    seq,
    prev,
    created: new Date(),
  });
  const total = content.files.reduce((sum, { file }) => sum + file.size, 1);
  const pieces: Blob[] = [];
  let sizeBytes = 0;
  const add = (bytes: Uint8Array) => {
    pieces.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    sizeBytes += bytes.length;
  };
  add(headBytes(policy.suite, sealing.header));
  for (const segment of sealing.segments) {
    for await (const { bytes } of sealing.parts(segment)) {
      add(bytes);
      engine().giveBack?.(bytes);
      tell(Math.min(0.99, sizeBytes / total));
    }
    add(padding(sizeBytes));
  }
  return { statement: sealing.seal(), pieces, sizeBytes, kept: policy.resubmit ? sealing.kept() : null };
}

/** The company the certificate stands for. @throws reason `binding` where it names none, or several */
function codeOf(der: Uint8Array | undefined): string {
  const codes = der ? certifiedCodes(parseCertificate(der), CODE_PLACES) : [];
  return codes.length === 1 ? codes[0]! : reject("binding", "the certificate has no single credit code");
}

/** The finished `.sbc` file. */
export const containerFile = ({ pieces, sizeBytes, statement }: Unsigned, { cms }: SignedItem): Blob =>
  new Blob([...pieces, tailBytes(sizeBytes, statement, decodeBase64(cms)) as Uint8Array<ArrayBuffer>]);

/** Hands a file to the browser's downloads. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
