import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ARCHIVE_SHAPES } from "@/lib/crypto/archive";
import { bidkeyShape } from "@/lib/crypto/bidkey";
import { CLOCK_SHAPES } from "@/lib/crypto/clock-statement";
import { DRAW_SHAPES } from "@/lib/crypto/draw-statements";
import { formShape } from "@/lib/crypto/form";
import { headerShape } from "@/lib/crypto/header";
import { manifestShape } from "@/lib/crypto/manifest";
import { OPENING_SHAPES } from "@/lib/crypto/opening-statements";
import { POLICY_SHAPES } from "@/lib/crypto/policy";
import { RECEIPT_SHAPES } from "@/lib/crypto/receipt-bundle";
import { REPORT_SHAPES } from "@/lib/crypto/report-statement";
import { SCORE_SHAPES } from "@/lib/crypto/score-sheets";
import { REHEARSAL_SHAPES } from "@/lib/crypto/rehearsal";
import { RESUBMISSION_SHAPES } from "@/lib/crypto/resubmission";
import { sealShape } from "@/lib/crypto/seal";
import { ACT_SHAPES } from "@/lib/crypto/signed-acts";
import { STATEMENT_SHAPES } from "@/lib/crypto/statements";
import { TRUST_SHAPES } from "@/lib/crypto/trust-list";
import { OUTAGE_SHAPES } from "@/lib/crypto/unreachable";
import { type Command, incomplete } from "./command";
import { API_SHAPES } from "./format-api";
import { DOORS } from "./format-doors";
import { MEMBERS, TEXT } from "./format-text";
import { READING } from "./format-text-parts";
import { pathOf } from "./files";
import { REASON_WORDS } from "./reason-words";

const SHAPES: Readonly<Record<string, z.ZodType>> = {
  header: headerShape,
  seal: sealShape,
  manifest: manifestShape,
  form: formShape,
  bidkey: bidkeyShape,
  ...POLICY_SHAPES,
  ...STATEMENT_SHAPES,
  ...OPENING_SHAPES,
  ...REHEARSAL_SHAPES,
  ...RESUBMISSION_SHAPES,
  ...DRAW_SHAPES,
  ...RECEIPT_SHAPES,
  ...ARCHIVE_SHAPES,
  ...SCORE_SHAPES,
  ...REPORT_SHAPES,
  ...ACT_SHAPES,
  ...TRUST_SHAPES,
  ...OUTAGE_SHAPES,
  ...CLOCK_SHAPES,
  ...API_SHAPES,
};

/** The published format document: file name and content. Made from the very shapes our parser reads by. */
export function formatDocument(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const put = (name: string, value: unknown) => {
    files[name] = `${JSON.stringify(value, null, 1)}\n`;
  };
  for (const [name, shape] of Object.entries(SHAPES))
    put(`schemas/${name}.json`, { title: name, ...z.toJSONSchema(shape, { unrepresentable: "any" }) });
  put("reasons.json", REASON_WORDS);
  put("interface.json", DOORS);
  put("archive.json", MEMBERS);
  put("index.json", {
    format: "SBC/1",
    schemas: Object.keys(SHAPES).map((name) => `schemas/${name}.json`),
    reasons: "reasons.json",
    interface: "interface.json",
    archive: "archive.json",
    known_answers: "known-answers.json",
    text: { zh: "format.zh.md", en: "format.en.md" },
  });
  files["format.zh.md"] = TEXT.zh + READING.zh;
  files["format.en.md"] = TEXT.en + READING.en;
  return files;
}

export const format: Command = {
  about: {
    zh: "写出公开的格式文档：JSON Schema、原因代码、接口与归档成员",
    en: "write the published format document: JSON Schemas, reason codes, interface, members of an archive",
  },
  usage: ["--out DIR"],
  options: { out: { type: "string" } },
  help: { out: { zh: "写入的目录", en: "folder to write into" } },
  run: async (call) => {
    const out = pathOf(call.text("out") ?? incomplete({ zh: "需要 --out", en: "--out is needed" }));
    await mkdir(join(out, "schemas"), { recursive: true });
    const files = Object.entries(formatDocument());
    for (const [name, content] of files) await writeFile(join(out, name), content);
    const words = call.say({ zh: `已写出 ${files.length} 个文件`, en: `wrote ${files.length} files` });
    return { code: 0, document: { files: files.map(([name]) => name) }, lines: [words] };
  },
};
