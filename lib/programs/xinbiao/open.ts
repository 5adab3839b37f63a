import { link, mkdir, open as openHandle, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hashStream } from "@/lib/crypto/stream-hash";
import { bytesToHex } from "@/lib/crypto/bytes";

import { checkPadding, type ManifestFile } from "@/lib/crypto/manifest";
import { type OpenedSegment, openContents, openSegment, type Sealed, streamFile } from "@/lib/crypto/open";
import { reject } from "@/lib/crypto/reasons";
import { mustBeOf } from "@/lib/crypto/release-fits";
import type { BodySource } from "@/lib/crypto/segment";
import { type Answer, type Call, type Command, incomplete } from "./command";
import { pathOf } from "./files";
import { INSPECT_HELP, INSPECT_OPTIONS, inspected, type Opened } from "./inspect";
import { type Known, readSecrets, secretsOf } from "./secrets";

export const open: Command = {
  about: {
    zh: "用投标人密钥与开标密钥解开容器：文件写到 <段>/<序号> 与 <段>/<文件名>，开标一览表写到 form.json",
    en: "open a container with both secrets: files go to <segment>/<number> and <segment>/<name>, the form to form.json",
  },
  usage: [
    "FILE.sbc --secrets secrets.json --out DIR [--anchor CA.pem] [--policy policy.json] [--with EARLIER.sbc] [--force]",
  ],
  options: {
    ...INSPECT_OPTIONS,
    secrets: { type: "string", multiple: true },
    out: { type: "string" },
    force: { type: "boolean" },
  },
  help: {
    ...INSPECT_HELP,
    secrets: {
      zh: "bidkey、secrets 或 release 文件，或加口令的 .bidkey（可重复）",
      en: "bidkey, secrets or release file, or a .bidkey under a passphrase (repeatable)",
    },
    out: { zh: "写入的目录", en: "folder to write into" },
    force: { zh: "覆盖目录里的同名内容", en: "replace what is there under the same names" },
  },
  run: async (call) => {
    const out = call.text("out");
    const secrets = call.texts("secrets");
    if (!out || secrets.length === 0)
      return incomplete({ zh: "需要 --secrets 和 --out", en: "--secrets and --out are needed" });
    const known = await readSecrets(secrets);
    const opened = await inspected(call);
    const work = join(pathOf(out), `.opening-${process.pid}`);
    await mkdir(work, { recursive: true });
    try {
      const result = await openAll(call, opened, known, work);
      await publish(work, pathOf(out), call.flag("force"));
      return result;
    } finally {
      await rm(work, { recursive: true, force: true });
      await opened.close();
    }
  },
};

type Result = {
  readonly opened: number[];
  readonly lines: string[];
  readonly files: { segment: number; file: number; name: string }[];
};

async function openAll(call: Call, opened: Opened, known: Known, work: string): Promise<Answer> {
  const { container } = opened.inspected;
  const { seal } = container;
  for (const one of known.released) mustBeOf(one, container.bid, seal);
  const all = [container, ...opened.earlier];
  const headers = new Map(all.map(({ header, headerHash }) => [header.container, { header, hash: headerHash }]));
  const bodyOf = (c: string, i: number): BodySource | undefined =>
    all.find(({ header }) => header.container === c)?.bodies.get(i);
  const result: Result = { opened: [], lines: [], files: [] };
  const closed: number[] = [];
  for (const { c, i, stage } of seal.segments) {
    const source = bodyOf(c, i);
    if (!source) {
      call.remark({
        zh: `第 ${i} 段沿用自容器 ${c}，不在此文件中（用 --with 给出）`,
        en: `segment ${i} is carried from container ${c} and not in this file (give it with --with)`,
      });
      continue;
    }
    const { B, O } = secretsOf(known, seal.tender, c, stage, seal.suite);
    if (!B || !O) {
      closed.push(i);
      continue;
    }
    const body = openSegment({ seal, headers } satisfies Sealed, i, source, { B, O });
    await writeSegment(call, i, await openContents({ seal, headers }, i, body), work, result);
  }
  const document = { bid: container.bid, files: result.files, closed, not_at_hand: [...opened.missing] };
  if (closed.length === 0) return { code: 0, document, lines: [...result.lines, call.say({ zh: "成立", en: "OK" })] };
  const missing = call.say({
    zh: `缺少密钥，未解开：第 ${closed.join("、")} 段`,
    en: `secrets are missing, still closed: segment ${closed.join(", ")}`,
  });
  // What opened is written and holds; of the rest nobody can say so (§2.13: 0 when everything holds, else 1).
  return { code: 1, document, lines: [...result.lines, missing], reason: "secrets" };
}

async function writeSegment(call: Call, i: number, opened: OpenedSegment, work: string, result: Result): Promise<void> {
  const folder = join(work, String(i));
  result.opened.push(i);
  await mkdir(folder, { recursive: true });
  for (const [f, file] of opened.manifest.files.entries()) {
    await writeFileOf(opened, file, join(folder, String(f)));
    // The protocol's name is the number; people want the name they know. One content, two names.
    if (!/^\d+$/.test(file.name)) await named(join(folder, String(f)), join(folder, file.name));
    result.files.push({ segment: i, file: f, name: file.name });
    result.lines.push(
      call.say({ zh: `${i}/${f} ${file.name}，${file.len} 字节`, en: `${i}/${f} ${file.name}, ${file.len} bytes` }),
    );
  }
  await checkPadding(opened.body, opened.manifest, opened.manifestBytes.length);
  if (!opened.formBytes) return;
  await writeFile(join(work, "form.json"), opened.formBytes);
  for (const [name, value] of Object.entries(opened.form ?? {}))
    if (name !== "blind") result.lines.push(`form.json ${name}: ${value}`);
}

/** A second name for a written file; where the file system has no links or no such names, the number must do. */
async function named(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => undefined);
}

async function writeFileOf(opened: OpenedSegment, file: ManifestFile, path: string): Promise<void> {
  const { pieces, digests } = hashStream(
    streamFile(opened, file),
    file.sm3 === undefined ? ["sha256"] : ["sha256", "sm3"],
  );
  const handle = await openHandle(path, "wx");
  try {
    for await (const piece of pieces) await handle.write(piece);
  } finally {
    await handle.close();
  }
  const [sha256, sm3] = (await digests()).map(bytesToHex);
  if (sha256 !== file.sha256 || sm3 !== file.sm3) reject("file-digest", file.name);
}

/** Moves what was opened into place, once all of it holds: a refused bid leaves nothing behind. */
async function publish(work: string, out: string, force: boolean): Promise<void> {
  const made = await readdir(work);
  const there = await readdir(out);
  const taken = made.filter((name) => there.includes(name));
  if (taken.length > 0 && !force)
    incomplete({ zh: `${out} 里已有 ${taken.join("、")}`, en: `${taken.join(", ")} is already in ${out}` });
  for (const name of made) {
    await rm(join(out, name), { recursive: true, force: true });
    await rename(join(work, name), join(out, name));
  }
}
