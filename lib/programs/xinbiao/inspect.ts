import { checkCarried } from "@/lib/crypto/carried";
import type { Container } from "@/lib/crypto/container";
import { type Inspected, inspectContainer } from "@/lib/crypto/inspect";
import { nameText } from "@/lib/crypto/name";
import { type Answer, type Call, type Command, incomplete } from "./command";
import { openFile, readSmall } from "./files";
import { TRUST_HELP, TRUST_OPTIONS, trustOf } from "./wishes";

export const INSPECT_OPTIONS = {
  ...TRUST_OPTIONS,
  policy: { type: "string" },
  with: { type: "string", multiple: true },
} as const;

export const INSPECT_HELP = {
  ...TRUST_HELP,
  policy: { zh: "应当适用的开标策略（规范 JSON）", en: "opening policy the bid must stand under (canonical JSON)" },
  with: {
    zh: "沿用部分所在的较早容器（可重复）",
    en: "earlier container that holds carried groups (repeatable)",
  },
};

export type Opened = {
  readonly inspected: Inspected;
  readonly earlier: readonly Container[];
  readonly missing: readonly number[];
  close(): Promise<void>;
};

/** Opens a container and the earlier ones it carries from, and judges all of it. */
export async function inspected(call: Call): Promise<Opened> {
  const [name, ...more] = call.files;
  if (!name || more.length > 0) return incomplete({ zh: "给出一个 .sbc 文件", en: "give one .sbc file" });
  const files = [await openFile(name)];
  const close = async () => {
    await Promise.all(files.map((file) => file.close()));
  };
  try {
    const policyFile = call.text("policy");
    const trust = await trustOf(call);
    const policy = policyFile === undefined ? {} : { policy: await readSmall(policyFile) };
    const found = await inspectContainer(files[0]!, { ...trust, ...policy });
    const earlier: Container[] = [];
    for (const other of call.texts("with")) {
      const file = await openFile(other);
      files.push(file);
      earlier.push((await inspectContainer(file, trust)).container);
    }
    return { inspected: found, earlier, missing: checkCarried(found.container, earlier), close };
  } catch (error) {
    await close();
    throw error;
  }
}

export const inspect: Command = {
  about: {
    zh: "检查一个密封投标容器：结构、签名、证书、密文树根，不需要任何密钥",
    en: "judge a sealed bid container: structure, signature, certificate, tree roots; no secret needed",
  },
  usage: ["FILE.sbc [--anchor CA.pem] [--policy policy.json] [--with EARLIER.sbc]"],
  options: INSPECT_OPTIONS,
  help: INSPECT_HELP,
  run: async (call) => {
    const opened = await inspected(call);
    await opened.close();
    return report(call, opened);
  },
};

function report(call: Call, { inspected: { container, signers, carried }, missing }: Opened): Answer {
  const { seal, bid, header } = container;
  const names = signers.map(({ certificate }) => nameText(certificate.subject));
  const lines = [
    call.say({ zh: `投标标识 ${bid}`, en: `bid ${bid}` }),
    call.say({
      zh: `标段 ${seal.tender.id} / ${seal.tender.lot}，投标人 ${seal.bidder.uscc}，第 ${seal.seq} 版，套件 ${seal.suite}`,
      en: `lot ${seal.tender.id} / ${seal.tender.lot}, bidder ${seal.bidder.uscc}, version ${seal.seq}, suite ${seal.suite}`,
    }),
    ...names.map((name) => call.say({ zh: `签名 ${name}`, en: `signed by ${name}` })),
    call.say({
      zh: `开标受托人 ${header.opening.n} 人，须 ${header.opening.k} 人`,
      en: `${header.opening.k} of ${header.opening.n} trustees open it`,
    }),
    ...seal.segments.map(({ i, name, stage, len, c }) => {
      const where = c === seal.container ? "" : call.say({ zh: `，沿用自 ${c}`, en: `, carried from ${c}` });
      return call.say({
        zh: `第 ${i} 段 ${name}，第 ${stage} 组，${len} 字节${where}`,
        en: `segment ${i} ${name}, group ${stage}, ${len} bytes${where}`,
      });
    }),
    call.say({ zh: "成立", en: "OK" }),
  ];
  const document = {
    bid,
    bidder: seal.bidder.uscc,
    carried: [...carried],
    container: seal.container,
    created: seal.created,
    header_hash: container.headerHash,
    not_at_hand: [...missing],
    prev: seal.prev,
    segments: seal.segments.map((segment) => ({ ...segment })),
    seq: seal.seq,
    signers: names,
    suite: seal.suite,
    tender: { ...seal.tender },
  };
  return { code: 0, document, lines };
}
