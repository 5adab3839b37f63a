import { randomBytes, toBase64url } from "@/lib/crypto/bytes";
import { engine } from "@/lib/crypto/engine";
import { HPKE_ALG, makeKeyPair } from "@/lib/crypto/hpke";
import type { Policy } from "@/lib/crypto/policy";
import { beginSealing, type SealFile } from "@/lib/crypto/sealing";
import { byTurns } from "./measure";

/** Runs in Node and in a browser alike: the sealing of one large file, and what it is measured against. */
const MIB = 1 << 20;
const PIECE = 8 * MIB;
const TENDER = { id: "E5201000001000001001", lot: "E5201000001000001001001" };

function policyOf(): Policy {
  const trustee = (n: number) => ({
    cms: "AA",
    statement: {
      alg: HPKE_ALG,
      fmt: "SBC/1",
      keys: [toBase64url(makeKeyPair().publicKey)],
      name: `受托方 ${n}`,
      tender: TENDER,
      type: "trustee",
      uscc: "91520100MA6E12345R",
    },
  });
  return {
    ...{ envelopes: 1, fmt: "SBC/1", k: 2, n: 3, remedy_s: 1800, resubmit: true, stages: 1, suite: 1 },
    segments: [
      { form: false, name: "technical", stage: 1 },
      { form: true, name: "price", stage: 1 },
    ],
    ...{ tender: TENDER, trustees: [trustee(1), trustee(2), trustee(3)], type: "policy", version: 1, window_s: 1800 },
  } as Policy;
}

/** A paper of the bid, read in slices as a browser reads it. */
function paper(n: number, bytes: Uint8Array): SealFile {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  }
  return { name: `图纸 ${n}.pdf`, role: "plan", media: "application/pdf", sizeBytes: bytes.length, open: pieces };
}

/** Seals `bytes` as so many papers: encryption, tree hash, digests, padding, header, seal; the parts go nowhere. */
async function sealAll(bytes: Uint8Array, papers: number, policy: Policy): Promise<void> {
  const each = bytes.length / papers;
  const technical = Array.from({ length: papers }, (_, n) => paper(n + 1, bytes.subarray(n * each, (n + 1) * each)));
  await sealFiles({ technical, price: [] }, policy);
}

/** Seals the files of both segments; the parts go nowhere. */
export async function sealFiles(
  files: { readonly technical: readonly SealFile[]; readonly price: readonly SealFile[] },
  policy = policyOf(),
): Promise<void> {
  const sealing = await beginSealing({
    policy,
    policyHash: "0".repeat(64),
    docsHash: "0".repeat(64),
    uscc: "91520100MA6E12345R",
    masters: { M: randomBytes(32), N: randomBytes(32) },
    form: { currency: "CNY", price: "18000000.00", duration_days: "360", quality: "合格", manager: "龙正洪" },
    files,
    seq: 1,
    prev: null,
    created: new Date(1_790_000_000_000),
  });
  let sealed = 0;
  for (const segment of sealing.segments)
    for await (const { bytes } of sealing.parts(segment)) {
      sealed += bytes.length;
      engine().giveBack?.(bytes); // as who writes a container does
    }
  const plain = [...files.technical, ...files.price].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (sealed < plain || sealing.seal().length === 0) throw new Error("nothing was sealed");
}

/** The bare primitives over the same octets, a piece after another: no protocol at all. */
export type Raw = (bytes: Uint8Array, hashed: boolean) => Promise<void>;

/** One AES-256-GCM, and if `hashed` one SHA-256, by WebCrypto. */
const rawAll: Raw = async (bytes, hashed) => {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey("raw", randomBytes(32), "AES-GCM", false, ["encrypt"]);
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE) as Uint8Array<ArrayBuffer>;
    const sealed = await subtle.encrypt({ name: "AES-GCM", iv: randomBytes(12) }, key, piece);
    if (hashed) await subtle.digest("SHA-256", sealed);
  }
};

function filled(mib: number): Uint8Array {
  const bytes = new Uint8Array(mib * MIB);
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** Times in ms of sealing `mib` MiB in so many papers, of the bare primitives over the same octets, of the cipher alone. */
export async function sealingWork(mib: number, papers: number, times: number, raw: Raw = rawAll) {
  const bytes = filled(mib);
  const policy = policyOf();
  await sealAll(bytes.subarray(0, 16 * MIB), papers, policy);
  await raw(bytes.subarray(0, 16 * MIB), true);
  return byTurns(times, {
    reference: () => raw(bytes, true),
    ours: () => sealAll(bytes, papers, policy),
    cipher: () => raw(bytes, false),
  });
}
