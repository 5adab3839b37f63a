import { writeFile } from "node:fs/promises";
import { readQr, readWords, releaseLine } from "@/lib/crypto/bidkey";
import { fromBase64url, fromHex, randomBytes, toBase64url } from "@/lib/crypto/bytes";
import type { Container } from "@/lib/crypto/container";
import { bidderSecret, checkSecret } from "@/lib/crypto/keys";
import { reject } from "@/lib/crypto/reasons";
import { releaseBytes } from "@/lib/crypto/statements";
import { suiteOf } from "@/lib/crypto/suite";
import { type Call, type Command, incomplete } from "./command";
import { pathOf } from "./files";
import { INSPECT_HELP, INSPECT_OPTIONS, inspected } from "./inspect";
import { KEY_HELP, KEY_OPTIONS, ownKey } from "./key";
import { readSecrets, secretsOf } from "./secrets";

export const release: Command = {
  about: {
    zh: "开标时交出投标人密钥 B：生成 release 声明，或一行 SBC1:B:… 文本",
    en: "give the bidder's secrets B at the opening: makes the release statement, or one line SBC1:B:…",
  },
  usage: [
    "FILE.sbc --secrets secrets.json [--nonce NONCE] [--out release.json] [--line] [--cert cert.pem --key key.pem [--cms release.p7s]]",
    "FILE.sbc --words '24 words' | --qr SBC1:M:… | --cert cert.pem --key key.pem …",
  ],
  options: {
    ...INSPECT_OPTIONS,
    secrets: { type: "string", multiple: true },
    words: { type: "string" },
    qr: { type: "string" },
    nonce: { type: "string" },
    line: { type: "boolean" },
    out: { type: "string" },
    cms: { type: "string" },
    ...KEY_OPTIONS,
  },
  help: {
    ...INSPECT_HELP,
    secrets: {
      zh: "bidkey 或 secrets 文件，或加口令的 .bidkey（可重复）",
      en: "bidkey or secrets file, or a .bidkey under a passphrase (repeatable)",
    },
    words: { zh: "24 个助记词", en: "the 24 words" },
    qr: { zh: "打印的二维码文本", en: "text of the printed QR code" },
    nonce: { zh: "平台给的随机数；默认现取", en: "the platform's nonce; random unless told" },
    line: { zh: "只打印一行 SBC1:B:…", en: "print one line SBC1:B:…" },
    out: { zh: "声明写到此文件而不是标准输出", en: "write the statement here instead of standard output" },
    cms: { zh: "签名写到此文件（需要 --cert --key）", en: "write the signature here (needs --cert, --key)" },
    ...KEY_HELP,
  },
  run: async (call) => {
    const opened = await inspected(call);
    await opened.close();
    const { container } = opened.inspected;
    const { seal, bid, header } = container;
    const value = await valueSource(call, [container, ...opened.earlier]);
    const groups = Array.from({ length: header.stages }, (_, at) => at + 1);
    const B = groups.map((g) => {
      const { c } = seal.segments.find(({ stage }) => stage === g)!;
      const v = value(c, g) ?? reject("secrets", `B of group ${g}`);
      checkAgainst([container, ...opened.earlier], c, g, v);
      return { c, g, v };
    });
    const nonce = call.text("nonce") ?? toBase64url(randomBytes(32));
    fromBase64url(nonce, 32);
    const statement = releaseBytes({ B, bid, nonce, tender: seal.tender });
    const cms = call.text("cms");
    if (cms) await writeFile(pathOf(cms), await (await ownKey(call)).sign(statement));
    const line = releaseLine(
      bid,
      B.map(({ v }) => v),
    );
    const out = call.text("out");
    const text = new TextDecoder().decode(statement);
    if (out) await writeFile(pathOf(out), statement, { mode: 0o600 });
    const output = call.flag("line") ? `${line}\n` : out ? undefined : `${text}\n`;
    const lines = [call.say({ zh: `已写出 ${out}`, en: `wrote ${out}` })];
    return { code: 0, document: { bid, line, release: text }, lines, ...(output === undefined ? {} : { output }) };
  },
};

/** Where B comes from: files, words, QR text, or M unwrapped with the certificate's key. */
async function valueSource(call: Call, all: readonly Container[]) {
  const { seal, header } = all[0]!;
  const suite = suiteOf(seal.suite);
  const fromM = (M: Uint8Array) => (c: string, g: number) => bidderSecret(M, fromBase64url(c, 16), g, suite);
  const [words, qr, secrets] = [call.text("words"), call.text("qr"), call.texts("secrets")];
  if (words) return fromM(readWords(words));
  if (qr) return fromM(readQr(qr));
  if (secrets.length > 0) {
    const known = await readSecrets(secrets);
    return (c: string, g: number) => secretsOf(known, seal.tender, c, g, seal.suite).B;
  }
  if (call.text("key")) return fromM(await (await ownKey(call)).master(header));
  return incomplete({
    zh: "需要 --secrets、--words、--qr 或 --cert 与 --key",
    en: "--secrets, --words, --qr, or --cert with --key is needed",
  });
}

/** Against the commitment, where the header that holds it is at hand. */
function checkAgainst(all: readonly Container[], c: string, g: number, v: Uint8Array): void {
  const header = all.find(({ header: { container } }) => container === c)?.header;
  if (!header) return;
  const commit = fromHex(header.commit.bidder[g - 1]!);
  checkSecret("bidder", fromBase64url(c, 16), g, v, commit, suiteOf(header.suite));
}
