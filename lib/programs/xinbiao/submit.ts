import { writeFile } from "node:fs/promises";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { concat, randomBytes, sha256Hex, toBase64url, u32 } from "@/lib/crypto/bytes";
import type { Container } from "@/lib/crypto/container";
import { inspectContainer } from "@/lib/crypto/inspect";
import { checkReceiptTrust, issuerOf, readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { reject } from "@/lib/crypto/reasons";
import { PART_BYTES } from "@/lib/crypto/segment";
import { parseReceipt, releaseBytes } from "@/lib/crypto/statements";
import { inLanes } from "@/lib/kernel/lanes";
import { type Call, type Command, incomplete } from "./command";
import { openFile, pathOf } from "./files";
import { KEY_HELP, KEY_OPTIONS, type OwnKey, ownKey } from "./key";
import { type Platform, signIn } from "./platform";
import { readSecrets, secretsOf } from "./secrets";
import { trustOption, VERIFY_HELP } from "./verify";
import { trustOf } from "./wishes";

/** Parts on their way at once: more does not make a line wider (protocol §10.3). */
const AT_ONCE = 3;

export const submit: Command = {
  about: {
    zh: "把容器递交到平台：分片上传，断了再运行即续传，最后递交密封声明并取回回执",
    en: "submit a container to a platform: uploads in parts, run again to resume, then submits the seal and fetches the receipt",
  },
  usage: [
    "FILE.sbc --platform https://… (--p12 KEY.p12 | --cert cert.pem --key key.pem) [--role bidder] [--receipt FILE.sbcr]",
    "AGAIN.sbc --resubmission --secrets secrets.json --platform https://… (--p12 KEY.p12 | --cert cert.pem --key key.pem)",
  ],
  options: {
    platform: { type: "string" },
    role: { type: "string" },
    receipt: { type: "string" },
    trust: { type: "string" },
    crl: { type: "string", multiple: true },
    "upload-only": { type: "boolean" },
    resubmission: { type: "boolean" },
    secrets: { type: "string", multiple: true },
    ...KEY_OPTIONS,
  },
  help: {
    platform: { zh: "平台地址", en: "address of the platform" },
    role: { zh: "登录后的身份，默认 bidder", en: "role to sign in with, bidder unless told" },
    receipt: { zh: "回执写到此文件，默认在容器旁", en: "write the receipt here; beside the container unless told" },
    trust: VERIFY_HELP.trust,
    crl: VERIFY_HELP.crl,
    "upload-only": { zh: "只上传，不递交", en: "upload only, do not submit" },
    resubmission: {
      zh: "补救期内重新提交：FILE.sbc 由 seal --again 制成，连同它的 B 一起交出",
      en: "submit again in the remedial window: FILE.sbc made by seal --again, with its B",
    },
    secrets: { zh: "该容器的 bidkey 或 secrets 文件", en: "bidkey or secrets file of that container" },
    ...KEY_HELP,
  },
  run: async (call) => {
    const [name, ...more] = call.files;
    if (!name || more.length > 0) return incomplete({ zh: "给出一个 .sbc 文件", en: "give one .sbc file" });
    const file = await openFile(name);
    try {
      const { container } = await inspectContainer(file, await trustOf(call));
      const key = await ownKey(call);
      // Asked for before anything is sent: without B nobody could open it.
      const release = call.flag("resubmission") ? await releaseOf(call, container, key) : null;
      const platform = await signIn(call, key);
      const { bidId } = await platform.json<{ bidId: string }>("POST", "/api/v1/bids", {
        id: container.seal.tender.id,
        lot: container.seal.tender.lot,
      });
      await upload(call, platform, bidId, container);
      if (call.flag("upload-only"))
        return {
          code: 0,
          document: { bid: container.bid, bidId, submitted: false },
          lines: [call.say({ zh: "已上传，尚未递交", en: "uploaded, not yet submitted" })],
        };
      if (release) return await submittedAgain(call, platform, bidId, container, release, name);
      return await submitted(call, platform, bidId, container, name);
    } finally {
      await file.close();
    }
  },
};

type Stored = { readonly segment: number; readonly part: number; readonly sha256: string };

/** Header first, then every part that is not there yet. */
async function upload(call: Call, platform: Platform, bidId: string, container: Container): Promise<void> {
  const opened = await platform.bytes<{ uploadId: string; parts: readonly Stored[] }>(
    "POST",
    `/api/v1/bids/${bidId}/uploads`,
    container.headerBytes,
  );
  const there = new Set(opened.parts.map(({ segment, part }) => `${segment}/${part}`));
  const wanted = [...container.bodies].flatMap(([segment, body]) =>
    Array.from({ length: Math.ceil(body.len / PART_BYTES) }, (_, part) => ({ segment, part, body })),
  );
  const total = wanted.reduce((sum, { body, part }) => sum + Math.min(PART_BYTES, body.len - part * PART_BYTES), 0);
  const waiting = wanted.filter(({ segment, part }) => !there.has(`${segment}/${part}`));
  let done = 0;
  let sent = wanted.length - waiting.length;
  await inLanes(AT_ONCE, waiting, async ({ segment, part, body }) => {
    const from = part * PART_BYTES;
    const bytes = await body.read(from, Math.min(from + PART_BYTES, body.len));
    const headers = { "x-content-sha256": await sha256Hex(bytes) };
    await platform.bytes("PUT", `/api/v1/uploads/${opened.uploadId}/parts/${segment}/${part}`, bytes, headers);
    done += bytes.length;
    sent += 1;
    call.remark({
      zh: `已上传 ${sent}/${wanted.length} 片（本次 ${done} 字节，共 ${total} 字节）`,
      en: `${sent} of ${wanted.length} parts stored (${done} bytes now, ${total} in all)`,
    });
  });
}

type SignedRelease = { readonly release: string; readonly releaseCms: string };

/** The release of the container's own secrets, signed with the same key. @throws reason `secrets` */
async function releaseOf(call: Call, { seal, bid, header }: Container, key: OwnKey): Promise<SignedRelease> {
  const known = await readSecrets(call.texts("secrets"));
  const groups = Array.from({ length: header.stages }, (_, at) => at + 1);
  const B = groups.map((g) => {
    const v = secretsOf(known, seal.tender, seal.container, g, seal.suite).B ?? reject("secrets", `B of group ${g}`);
    return { c: seal.container, g, v };
  });
  const bytes = releaseBytes({ B, bid, nonce: toBase64url(randomBytes(32)), tender: seal.tender });
  return { release: encodeBase64(bytes), releaseCms: encodeBase64(await key.sign(bytes)) };
}

async function submittedAgain(
  call: Call,
  platform: Platform,
  bidId: string,
  { sealBytes, cms, bid, seal }: Container,
  release: SignedRelease,
  name: string,
) {
  const body = { seal: encodeBase64(sealBytes), sealCms: encodeBase64(cms), ...release };
  const answer = await platform.json<{ receipt: string }>("POST", `/api/v1/bids/${bidId}/resubmissions`, body);
  const { said, lines, document } = await keptReceipt(call, platform, { bidId, bid, name }, answer.receipt);
  const about = call.say({
    zh: `已重新提交，到达时间 ${said.arrival}；冻结后与其他投标一起开启并比对`,
    en: `submitted again, arrived ${said.arrival}; opened and compared with the others after the freeze`,
  });
  return { code: 0 as const, document: { again: bid, bidId, ...document, bid: seal.prev }, lines: [about, ...lines] };
}

async function submitted(call: Call, platform: Platform, bidId: string, container: Container, name: string) {
  const { sealBytes, cms, bid } = container;
  const answer = await platform.bytes<{ accepted: boolean; receipt: string; cms: string }>(
    "POST",
    `/api/v1/bids/${bidId}/seals`,
    concat(u32(sealBytes.length), sealBytes, cms),
  );
  const { said, lines, document } = await keptReceipt(call, platform, { bidId, bid, name }, answer.receipt);
  const about = call.say({
    zh: `已递交，到达时间 ${said.arrival}，第 ${said.seq} 版（${said.status}）`,
    en: `submitted, arrived ${said.arrival}, version ${said.seq} (${said.status})`,
  });
  return { code: 0 as const, document: { bid, bidId, ...document }, lines: [about, ...lines] };
}

type Sent = { readonly bidId: string; readonly bid: string; readonly name: string };

/** Fetches the receipt that was answered as a file, judges it and writes it. */
async function keptReceipt(call: Call, platform: Platform, { bidId, bid, name }: Sent, answered: string) {
  if (parseReceipt(decodeBase64(answered)).bid !== bid) reject("receipt", "the platform's receipt is for another bid");
  const text = await platform.text(`/api/v1/bids/${bidId}/receipt?digest=${bid}`);
  const bundle = await readReceiptBundle(new TextEncoder().encode(text));
  if (bundle.receipt.bid !== bid) reject("receipt", "the platform's receipt is for another bid");
  const issuer = await issuerOf(bundle);
  const trust = await trustOption(call);
  if (trust) await checkReceiptTrust(bundle, issuer, trust);
  const out = call.text("receipt") ?? name.replace(/\.sbc$/i, "").concat(".sbcr");
  await writeFile(pathOf(out), text);
  const said = bundle.receipt;
  const { arrival, status, seq } = said;
  const line = call.say({
    zh: `回执在 ${out}，由 ${issuer} 签名`,
    en: `the receipt is in ${out}, signed by ${issuer}`,
  });
  return { said, document: { arrival, status, seq, issuer, receipt: out, submitted: true }, lines: [line] };
}
