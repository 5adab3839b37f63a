import { writeFile } from "node:fs/promises";
import { bytesToHex } from "@/lib/crypto/bytes";
import { readContainer } from "@/lib/crypto/container";
import type { Policy } from "@/lib/crypto/policy";
import { readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { filesAgain, manifestsOf, parseKeptManifests } from "@/lib/crypto/resubmission";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import type { SealFile, Sealing } from "@/lib/crypto/sealing";
import { loadSuite } from "@/lib/crypto/suite";
import { type Call, incomplete } from "./command";
import { openFile, pathOf, readSmall, sealFile } from "./files";
import { isThere } from "./secrets";

export const AGAIN_OPTIONS = { again: { type: "string" }, manifests: { type: "string", multiple: true } } as const;
export const AGAIN_HELP = {
  again: {
    zh: "补救期内重新提交明文：原投标的容器 .sbc 或回执 .sbcr；文件须与递交时一字不差",
    en: "to submit the plaintext again in the remedial window: the bid's .sbc or its receipt .sbcr; the files must be the same to the octet",
  },
  manifests: {
    zh: "递交时保存的内容清单 *.manifests.json（可重复，配合 --again）",
    en: "the list of contents kept when the bid was sealed, *.manifests.json (repeatable, with --again)",
  },
};

export type SealedBefore = {
  readonly seq: number;
  readonly prev: string;
  readonly docsHash: string;
  readonly manifests: readonly Uint8Array[];
  readonly files: Record<string, SealFile[]>;
};

/** What is sealed again: the very content of an earlier bid (protocol §2.11, 6); null without `--again`. */
export async function sealedBefore(call: Call, policy: Policy): Promise<SealedBefore | null> {
  const again = call.text("again");
  if (!again) return null;
  const lists = call.texts("manifests");
  if (lists.length === 0 || call.files.length === 0)
    return incomplete({
      zh: "--again 需要 --manifests 和递交时的全部文件",
      en: "--again needs --manifests and all files of the bid",
    });
  const { seal, bid } = await sealOf(again);
  await loadSuite(seal.suite);
  const kept = await Promise.all(lists.map(async (name) => parseKeptManifests(await readSmall(name))));
  const manifests = manifestsOf(seal, kept);
  const held = await Promise.all(call.files.map((given) => sealFile(fileIn(given), "again")));
  const files = await filesAgain(policy, manifests, held);
  return { seq: seal.seq + 1, prev: bid, docsHash: seal.tender.docs, manifests, files };
}

/** Files may be given as they were for sealing, SEGMENT=FILE: where each belongs the manifests say. */
const fileIn = (given: string): string =>
  isThere(given) || !given.includes("=") ? given : given.slice(given.indexOf("=") + 1);

async function sealOf(name: string): Promise<{ readonly seal: Seal; readonly bid: string }> {
  if (/\.sbcr$/i.test(name)) {
    const { sealBytes } = await readReceiptBundle(await readSmall(name));
    const seal = parseSeal(sealBytes);
    return { seal, bid: bytesToHex((await loadSuite(seal.suite)).hash(sealBytes)) };
  }
  const file = await openFile(name);
  try {
    const { seal, bid } = await readContainer(file);
    return { seal, bid };
  } finally {
    await file.close();
  }
}

/** Where the policy lets the plaintext be submitted again: the list of contents, beside the container. @returns its name */
export async function keepList(policy: Policy, sealing: Sealing, out: string): Promise<string | null> {
  if (!policy.resubmit) return null;
  const name = out.replace(/\.sbc$/i, "").concat(".manifests.json");
  await writeFile(pathOf(name), sealing.kept(), { mode: 0o600 });
  return name;
}

export const keptWords = (call: Call, name: string): string =>
  call.say({
    zh: `内容清单在 ${name}，与投标文件一起保密保存`,
    en: `the list of contents is in ${name}: keep it, with the files, as secret as the bid`,
  });
