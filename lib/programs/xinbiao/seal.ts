import { open as openHandle, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { bytesToHex } from "@/lib/crypto/bytes";
import { parseCanonical } from "@/lib/crypto/canonical";
import { certifiedCodes, CODE_PLACES } from "@/lib/crypto/code-places";
import { type Container, headBytes, padding, readContainer, tailBytes } from "@/lib/crypto/container";
import { checkPolicy } from "@/lib/crypto/inspect";
import { engine } from "@/lib/crypto/engine";
import { nameText } from "@/lib/crypto/name";
import { parseTenderRecord, type Policy, policyHashOf } from "@/lib/crypto/policy";
import { reject } from "@/lib/crypto/reasons";
import { beginSealing, type BidderStanza, type SealFile, type Sealing } from "@/lib/crypto/sealing";
import { validUscc } from "@/lib/crypto/shape";
import { loadSuite } from "@/lib/crypto/suite";
import { wrapMaster } from "@/lib/crypto/wrap-master";
import { machineNow } from "@/lib/kernel/clock";
import { type Call, type Command, incomplete } from "./command";
import { openFile, pathOf, readCertificates, readOwnJson, readSmall, sealFile } from "./files";
import { KEY_HELP, KEY_OPTIONS, type OwnKey, ownKey } from "./key";
import { AGAIN_HELP, AGAIN_OPTIONS, keepList, keptWords, sealedBefore } from "./seal-again";
import { mastersOf } from "./seal-masters";
import { isThere } from "./secrets";
import { TRUST_HELP, TRUST_OPTIONS, trustOf } from "./wishes";

export const seal: Command = {
  about: {
    zh: "把投标文件加密并签名成一个容器；密钥另存，只有您有",
    en: "encrypt and sign a bid into one container; the keys are kept apart and are yours alone",
  },
  usage: [
    "--tender tender.json --policy policy.json --cert cert.pem --key key.pem --out bid.sbc",
    "     [--form form.json] [--secrets secrets.json] [--bidkey FILE] [--replaces EARLIER.sbc [--carry GROUP]] FILE… SEGMENT=FILE…",
    "--again BID.sbc|BID.sbcr --manifests BID.manifests.json --tender … --policy … --cert … --key … --secrets … --out AGAIN.sbc FILE…",
  ],
  options: {
    tender: { type: "string" },
    policy: { type: "string" },
    ...KEY_OPTIONS,
    out: { type: "string" },
    form: { type: "string" },
    secrets: { type: "string" },
    bidkey: { type: "string" },
    "encrypt-cert": { type: "string", multiple: true },
    uscc: { type: "string" },
    role: { type: "string", multiple: true },
    replaces: { type: "string" },
    carry: { type: "string", multiple: true },
    prev: { type: "string" },
    seq: { type: "string" },
    ...AGAIN_OPTIONS,
    ...TRUST_OPTIONS,
  },
  help: {
    tender: { zh: "标段记录（tender 声明）", en: "tender record" },
    policy: { zh: "开标策略（规范 JSON）", en: "opening policy (canonical JSON)" },
    ...KEY_HELP,
    out: { zh: "写出的容器", en: "container to write" },
    form: { zh: "开标一览表：成员均为字符串，含 price", en: "opening form: string members, price among them" },
    secrets: {
      zh: "bidkey 文件：已有则用其中的 M、N，没有则写出新的；不给又没有口令时写在容器旁的 .secrets.json",
      en: "bidkey file: M and N are taken from it where it exists, else written to it; beside the container, .secrets.json, where neither it nor a passphrase is given",
    },
    bidkey: {
      zh: "口令保护的备份文件；默认写在容器旁（口令取自 XINBIAO_PASSPHRASE 或终端）",
      en: "backup under a passphrase; beside the container unless told (passphrase from XINBIAO_PASSPHRASE or the terminal)",
    },
    "encrypt-cert": { zh: "另外包裹 M 的加密证书（可重复）", en: "encryption certificate to wrap M to (repeatable)" },
    uscc: { zh: "统一社会信用代码；默认取自证书", en: "credit code; from the certificate unless told" },
    role: { zh: "文件角色 名称=角色（可重复）", en: "role of a file, NAME=ROLE (repeatable)" },
    replaces: { zh: "被替换的较早容器", en: "earlier container that this one replaces" },
    carry: {
      zh: "原样沿用的组号（可重复，配合 --replaces）",
      en: "group to carry unchanged (repeatable, with --replaces)",
    },
    prev: { zh: "链上前一声明的摘要", en: "hash of the statement before in the chain" },
    seq: { zh: "链上序号", en: "number in the chain" },
    ...AGAIN_HELP,
    ...TRUST_HELP,
  },
  run: async (call) => {
    const out = call.text("out") ?? incomplete({ zh: "需要 --out", en: "--out is needed" });
    const key = await ownKey(call);
    const { policy, policyHash, docsHash } = await terms(call);
    await loadSuite(policy.suite);
    const before = await sealedBefore(call, policy);
    const chain = before ? { ...before, earlier: null } : await chainOf(call);
    const carry = carried(call, policy, chain.earlier);
    const files = before?.files ?? (await filesOf(call, policy, new Set(carry.map(({ group }) => group))));
    const { masters, kept } = await mastersOf(call, policy, out);
    const encryptTo = await encryptionCertificates(call, key);
    const form = before ? {} : await formOf(call, policy, new Set(carry.map(({ group }) => group)));
    const sealing = await beginSealing({
      policy,
      policyHash,
      docsHash: before?.docsHash ?? docsHash,
      ...(before ? { manifests: before.manifests } : {}),
      uscc: usccOf(call, key),
      masters,
      wrapM: (M, container) => stanzas(M, container, encryptTo),
      carry,
      form,
      files,
      seq: chain.seq,
      prev: chain.prev,
      created: machineNow(),
    });
    const bid = await writeContainer(call, sealing, key, policy, pathOf(out));
    const list = before ? null : await keepList(policy, sealing, out);
    const document = {
      bid,
      container: sealing.container,
      file: out,
      secrets: kept,
      ...(list ? { manifests: list } : {}),
      seq: chain.seq,
      suite: policy.suite,
    };
    const lines = [
      call.say({ zh: `已写出 ${out}`, en: `wrote ${out}` }),
      ...kept.map((name) => call.say({ zh: `密钥在 ${name}，请妥善保管`, en: `the keys are in ${name}: keep it` })),
      ...(list ? [keptWords(call, list)] : []),
      call.say({ zh: `投标标识 ${bid}`, en: `bid ${bid}` }),
    ];
    return { code: 0, document, lines };
  },
};

/** Tender record and policy, which must name one another; every trustee's signature is verified (protocol §2.10 MUST). */
async function terms(call: Call): Promise<{ policy: Policy; policyHash: string; docsHash: string }> {
  const [tenderFile, policyFile] = [call.text("tender"), call.text("policy")];
  if (!tenderFile || !policyFile)
    return incomplete({ zh: "需要 --tender 和 --policy", en: "--tender and --policy are needed" });
  const record = parseTenderRecord(await readOwnJson(tenderFile));
  const bytes = await readSmall(policyFile);
  const policy = await checkPolicy(bytes, await trustOf(call));
  await loadSuite(policy.suite);
  const policyHash = policyHashOf(bytes, policy);
  if (record.policy !== policyHash) reject("policy", "the tender record names another policy");
  if (record.tender.id !== policy.tender.id || record.tender.lot !== policy.tender.lot)
    reject("tender", "record and policy are of different lots");
  for (const { statement } of policy.trustees)
    call.remark({
      zh: `开标受托人：${statement.name}（${statement.uscc}）`,
      en: `trustee: ${statement.name} (${statement.uscc})`,
    });
  if (new Date(record.deadline) <= machineNow())
    call.remark({
      zh: `注意：截止时间 ${record.deadline} 已过`,
      en: `note: the deadline ${record.deadline} has passed`,
    });
  return { policy, policyHash, docsHash: record.docs };
}

type Chain = { readonly seq: number; readonly prev: string | null; readonly earlier: Container | null };

async function chainOf(call: Call): Promise<Chain> {
  const replaces = call.text("replaces");
  const [prev, seq] = [call.text("prev"), call.text("seq")];
  if (replaces) {
    const file = await openFile(replaces);
    const earlier = await readContainer(file);
    await file.close();
    return { seq: Number(seq ?? earlier.seal.seq + 1), prev: prev ?? earlier.bid, earlier };
  }
  if ((prev === undefined) !== (seq === undefined) || (prev !== undefined && !/^[0-9a-f]{64}$/.test(prev)))
    return incomplete({ zh: "--prev 与 --seq 须一起给", en: "--prev and --seq go together" });
  if (seq !== undefined && !/^[2-9]$|^[1-9][0-9]{1,5}$/.test(seq))
    return incomplete({ zh: "--seq 是 2 起的整数", en: "--seq is a number from 2" });
  return { seq: Number(seq ?? 1), prev: prev ?? null, earlier: null };
}

function carried(call: Call, policy: Policy, earlier: Container | null) {
  const groups = call.texts("carry").map(Number);
  if (groups.length > 0 && !earlier)
    return incomplete({ zh: "--carry 需要 --replaces", en: "--carry needs --replaces" });
  if (groups.some((group) => !Number.isInteger(group) || group < 1 || group > policy.stages))
    return incomplete({ zh: "--carry 是组号", en: "--carry is a group's number" });
  return groups.map((group) => ({ group, from: earlier!.seal }));
}

async function filesOf(call: Call, policy: Policy, carry: ReadonlySet<number>) {
  const roles = new Map(call.texts("role").map((text) => text.split("=", 2) as [string, string]));
  const first = policy.segments.find(({ form }) => !form) ?? policy.segments[0]!;
  const files: Record<string, SealFile[]> = {};
  for (const given of call.files) {
    const at = given.indexOf("=");
    const named = at > 0 ? policy.segments.find(({ name }) => name === given.slice(0, at)) : undefined;
    if (at > 0 && !named && !isThere(given))
      return incomplete({ zh: `没有段 ${given.slice(0, at)}`, en: `there is no segment ${given.slice(0, at)}` });
    const { name, stage } = named ?? first;
    if (carry.has(stage))
      return incomplete({
        zh: `段 ${name} 是沿用的，不能再放文件`,
        en: `segment ${name} is carried and takes no files`,
      });
    const path = named ? given.slice(at + 1) : given;
    const file = await sealFile(path, roles.get(basename(path)) ?? name);
    files[name] = [...(files[name] ?? []), file];
  }
  return files;
}

/** The certificates of the key where they may encrypt, and those named for it. */
async function encryptionCertificates(call: Call, { encryptTo }: OwnKey): Promise<Uint8Array[]> {
  const more = await Promise.all(call.texts("encrypt-cert").map(readCertificates));
  // One of them named twice would be a key twice, which every reader of the header refuses.
  return [...new Map([...encryptTo, ...more.map(([first]) => first!)].map((der) => [bytesToHex(der), der])).values()];
}

async function stanzas(M: Uint8Array, container: Uint8Array, to: readonly Uint8Array[]): Promise<BidderStanza[]> {
  const made = await Promise.all(to.map((der) => wrapMaster(M, container, der)));
  return made.filter((stanza): stanza is BidderStanza => stanza !== null);
}

async function formOf(call: Call, policy: Policy, carry: ReadonlySet<number>): Promise<Record<string, string>> {
  const file = call.text("form");
  const { stage } = policy.segments.find(({ form }) => form)!;
  if (carry.has(stage)) return {};
  if (!file) return incomplete({ zh: "需要 --form（开标一览表）", en: "--form is needed (opening form)" });
  return parseCanonical(await readOwnJson(file)) as Record<string, string>;
}

function usccOf(call: Call, { certificate }: OwnKey): string {
  const told = call.text("uscc");
  const codes = certifiedCodes(certificate, CODE_PLACES);
  const code = told ?? (codes.length === 1 ? codes[0]! : undefined);
  if (!code || !validUscc(code))
    return incomplete({
      zh: "证书里没有唯一的统一社会信用代码，请用 --uscc 给出",
      en: "the certificate has no single credit code: give it with --uscc",
    });
  if (codes.length > 0 && !codes.includes(code)) reject("binding", `${nameText(certificate.subject)} is not ${code}`);
  return code;
}

/** Writes beside the place and moves at the end: a broken run leaves no file that looks like a bid. */
async function writeContainer(call: Call, sealing: Sealing, key: OwnKey, policy: Policy, out: string): Promise<string> {
  const part = `${out}.part`;
  const handle = await openHandle(part, "w", 0o600);
  try {
    let at = 0;
    const write = async (bytes: Uint8Array) => {
      await handle.write(bytes);
      at += bytes.length;
    };
    await write(headBytes(policy.suite, sealing.header));
    for (const i of sealing.segments) {
      for await (const { bytes } of sealing.parts(i)) {
        await write(bytes);
        engine().giveBack?.(bytes);
      }
      await write(padding(at));
      call.remark({
        zh: `第 ${i} 段 ${policy.segments[i]!.name} 已加密`,
        en: `segment ${i} ${policy.segments[i]!.name} encrypted`,
      });
    }
    const statement = sealing.seal();
    await write(tailBytes(at, statement, await key.sign(statement)));
    await handle.sync();
    await handle.close();
    await rename(part, out);
    const suite = await loadSuite(policy.suite);
    return bytesToHex(suite.hash(statement));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
