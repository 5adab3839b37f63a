import { writeFile } from "node:fs/promises";
import { fromBase64url, fromHex, sameBytes } from "@/lib/crypto/bytes";
import { openNote, parseCheckpoint, parseNote, readVerifierKey } from "@/lib/crypto/checkpoint";
import { parseDrawResult, performDraw } from "@/lib/crypto/draw-statements";
import { reject } from "@/lib/crypto/reasons";
import { type Call, type Command, incomplete } from "./command";
import { pathOf, readSmall } from "./files";
import { isThere, typeOf } from "./secrets";

export const draw: Command = {
  about: {
    zh: "复算一次抽取：规格、各方揭示值与检查点，打印 draw-result 声明",
    en: "recompute a draw from spec, reveals and checkpoint; prints the draw-result statement",
  },
  usage: [
    "SPEC.json REVEAL.json… --checkpoint ROOT|FILE [--beacon HEX] [COMMIT.json…] [RESULT.json] [--out result.json]",
  ],
  options: {
    spec: { type: "string" },
    reveal: { type: "string", multiple: true },
    commit: { type: "string", multiple: true },
    result: { type: "string" },
    checkpoint: { type: "string" },
    "log-key": { type: "string" },
    beacon: { type: "string" },
    out: { type: "string" },
  },
  help: {
    spec: { zh: "draw-spec 声明（也可直接列出）", en: "draw-spec statement (may be listed without option)" },
    reveal: {
      zh: "draw-reveal 声明（可重复，也可直接列出）",
      en: "draw-reveal statement (repeatable, or just listed)",
    },
    commit: { zh: "draw-commit 声明，用来核对揭示值", en: "draw-commit statement the reveals are compared with" },
    result: { zh: "已公布的 draw-result，用来核对", en: "published draw-result to compare with" },
    checkpoint: {
      zh: "首个含全部承诺的检查点：64 位十六进制根，或检查点文件",
      en: "first checkpoint with all commitments: root in 64 hex digits, or a checkpoint file",
    },
    "log-key": {
      zh: "日志验证公钥，用来核对检查点签名",
      en: "the log's verifier key, to check the checkpoint's signature",
    },
    beacon: { zh: "信标随机数，64 位十六进制", en: "randomness of the beacon, 64 hex digits" },
    out: { zh: "写到此文件而不是标准输出", en: "write here instead of standard output" },
  },
  run: async (call) => {
    const given = await statements(call);
    const checkpoint = call.text("checkpoint") ?? given.result?.checkpoint;
    if (!given.spec || !checkpoint)
      return incomplete({ zh: "需要 draw-spec 与 --checkpoint", en: "a draw-spec and --checkpoint are needed" });
    const beacon = beaconOf(call, given.result?.beacon ?? null);
    const made = performDraw({
      spec: given.spec,
      reveals: given.reveals,
      ...(given.commits.length > 0 ? { commits: given.commits } : {}),
      checkpointRoot: await rootOf(call, checkpoint),
      beacon,
    });
    if (given.resultBytes && !sameBytes(given.resultBytes, made.result)) reject("draw", "the published result differs");
    const text = new TextDecoder().decode(made.result);
    const out = call.text("out");
    if (out) await writeFile(pathOf(out), made.result);
    const { candidates, count } = made.spec;
    const drawn = made.order.slice(0, count);
    const names = drawn.map((index) => candidates?.[index] ?? String(index));
    call.remark({ zh: `抽中：${names.join("、")}`, en: `drawn: ${names.join(", ")}` });
    return {
      code: 0,
      document: { drawn: names, order: made.order, result: text },
      lines: [call.say({ zh: `已写出 ${out}`, en: `wrote ${out}` })],
      ...(out ? {} : { output: `${text}\n` }),
    };
  },
};

type Given = {
  readonly spec: Uint8Array | null;
  readonly reveals: readonly Uint8Array[];
  readonly commits: readonly Uint8Array[];
  readonly resultBytes: Uint8Array | null;
  readonly result: ReturnType<typeof parseDrawResult> | null;
};

async function statements(call: Call): Promise<Given> {
  const names = ["spec", "reveal", "commit", "result"].flatMap((option) => call.texts(option));
  const read = await Promise.all([...call.files, ...names].map(readSmall));
  const of = (type: string) => read.filter((bytes) => typeOf(bytes) === type);
  const known = ["draw-spec", "draw-reveal", "draw-commit", "draw-result"];
  if (read.some((bytes) => !known.includes(typeOf(bytes))))
    return incomplete({ zh: "有文件不是抽取声明", en: "a file is no statement of a draw" });
  const [resultBytes = null] = of("draw-result");
  const result = resultBytes ? parseDrawResult(resultBytes) : null;
  return {
    spec: of("draw-spec")[0] ?? null,
    reveals: of("draw-reveal"),
    commits: of("draw-commit"),
    resultBytes,
    result,
  };
}

async function rootOf(call: Call, checkpoint: string): Promise<Uint8Array> {
  if (/^[0-9a-f]{64}$/.test(checkpoint)) return fromHex(checkpoint);
  if (!isThere(checkpoint))
    return incomplete({ zh: "--checkpoint 是根或文件", en: "--checkpoint is a root or a file" });
  const note = parseNote(new TextDecoder().decode(await readSmall(checkpoint)));
  const key = call.text("log-key");
  if (key) openNote(note, [readVerifierKey(key)]);
  return parseCheckpoint(note.text).root;
}

function beaconOf(call: Call, published: string | null): Uint8Array | null {
  const told = call.text("beacon");
  if (told === undefined) return published ? fromBase64url(published, 32) : null;
  return /^[0-9a-f]{64}$/.test(told) ? fromHex(told) : fromBase64url(told, 32);
}
