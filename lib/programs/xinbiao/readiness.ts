import { writeFile } from "node:fs/promises";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { concat, randomBytes } from "@/lib/crypto/bytes";
import { reject } from "@/lib/crypto/reasons";
import type { ReadinessCheck, ReadinessOutcome } from "@/lib/domain/readiness";
import { machineMs, machineNow } from "@/lib/kernel/clock";
import { type Call, type Command, incomplete, type Words } from "./command";
import { pathOf } from "./files";
import { KEY_HELP, KEY_OPTIONS, ownKey } from "./key";
import { type Platform, signIn } from "./platform";

type Report = {
  readonly overall: ReadinessOutcome;
  readonly checks: readonly ReadinessCheck[];
  readonly report: string;
  readonly cms: string;
};

const PROBE_BYTES = 1_048_576;
const PIECE_BYTES = 65_536;

const NAMES: Readonly<Record<ReadinessCheck["name"], Words>> = {
  sign: { zh: "签名", en: "signature" },
  chain: { zh: "证书链", en: "certificate chain" },
  revocation: { zh: "吊销状态", en: "revocation" },
  bound: { zh: "证书绑定", en: "certificate bound" },
  life: { zh: "证书剩余天数", en: "days left of the certificate" },
  unwrap: { zh: "解密", en: "unwrapping" },
  clock: { zh: "本机时钟偏差（毫秒）", en: "clock offset (ms)" },
  bandwidth: { zh: "上传速度（字节/秒）", en: "upload speed (bytes/s)" },
};
const OUTCOMES: Readonly<Record<ReadinessOutcome, Words>> = {
  pass: { zh: "通过", en: "pass" },
  warn: { zh: "注意", en: "look at it" },
  fail: { zh: "不通过", en: "fail" },
};

/** 投标准备检查: tries one's own key and line against a platform, days before the deadline, and keeps the signed report. */
export const readiness: Command = {
  about: {
    zh: "投标准备检查：用自己的密钥试签名、试解密，查时钟、网速、证书期限和证书链，取得平台签名的报告",
    en: "readiness check: tries signing, unwrapping, clock, line, certificate life and chain; gets a report signed by the platform",
  },
  usage: [
    "--platform ADDRESS --p12 FILE | --cert cert.pem --key key.pem [--role ROLE] [--out report.json] [--cms report.p7s]",
  ],
  options: {
    platform: { type: "string" },
    role: { type: "string" },
    out: { type: "string" },
    cms: { type: "string" },
    ...KEY_OPTIONS,
  },
  help: {
    platform: { zh: "平台地址", en: "address of the platform" },
    role: { zh: "以何身份登录，默认 bidder", en: "role to sign in with; bidder unless told" },
    out: { zh: "报告写到此文件", en: "write the report here" },
    cms: { zh: "平台对报告的签名写到此文件", en: "write the platform's signature over it here" },
    ...KEY_HELP,
  },
  run: async (call) => {
    const key = await ownKey(call);
    const platform = await signIn(call, key);
    const challenge = await platform.json<{ bytesBase64: string }>("POST", "/api/v1/readiness/challenge", {});
    const statement = decodeBase64(challenge.bytesBase64);
    if (JSON.parse(new TextDecoder().decode(statement)).type !== "readiness")
      return reject("platform", "the platform asked for another signature than a trial");
    const measured = {
      unwrapped: await key.tryUnwrap(),
      clockOffsetMs: await clockOffset(platform),
      bytesPerSecond: await uploadSpeed(platform),
    };
    const signed = { statement: challenge.bytesBase64, cms: encodeBase64(await key.sign(statement)) };
    const report = await platform.json<Report>("POST", "/api/v1/readiness", { signed, ...measured });
    await keep(call, report);
    const lines = report.checks.map(
      ({ name, outcome, value }) => `${call.say(OUTCOMES[outcome])}\t${call.say(NAMES[name])}\t${value}`,
    );
    const code = report.overall === "fail" ? 1 : 0;
    const total = `${call.say({ zh: "结论", en: "overall" })}\t${call.say(OUTCOMES[report.overall])}`;
    const { overall, checks } = report;
    const document = { overall, checks: JSON.parse(JSON.stringify(checks)), report: report.report, cms: report.cms };
    return { code, document, lines: [...lines, total], ...(code === 1 ? { reason: "readiness" } : {}) };
  },
};

async function keep(call: Call, { report, cms }: Report): Promise<void> {
  const [out, signature] = [call.text("out"), call.text("cms")];
  if (signature && !out) incomplete({ zh: "--cms 需要同时给 --out", en: "--cms needs --out" });
  if (out) await writeFile(pathOf(out), decodeBase64(report));
  if (signature) await writeFile(pathOf(signature), decodeBase64(cms));
}

/** This machine's clock minus the platform's, the answer taken to be from the middle of the journey. */
async function clockOffset(platform: Platform): Promise<number> {
  const before = machineMs();
  const { now } = JSON.parse(await platform.text("/api/time")) as { now: number };
  return Math.round(machineNow().getTime() - (machineMs() - before) / 2 - now);
}

async function uploadSpeed(platform: Platform): Promise<number> {
  // In pieces: no more random bytes are given at once, and equal ones could be compressed on the way.
  const body = concat(...Array.from({ length: PROBE_BYTES / PIECE_BYTES }, () => randomBytes(PIECE_BYTES)));
  const before = machineMs();
  await platform.bytes("POST", "/api/v1/readiness/probe", body);
  return Math.round(PROBE_BYTES / Math.max(0.001, (machineMs() - before) / 1_000));
}
