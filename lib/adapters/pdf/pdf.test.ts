import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { type PlatformSigner, platformSigner } from "@/lib/adapters/pki/platform";
import { demoTsa } from "@/lib/adapters/tsa/demo/authority";
import { demoTsaKey } from "@/lib/adapters/tsa/demo/server";
import { parseCertificate, toPem } from "@/lib/crypto/certificate";
import { readTimestampResponse, timestampRequest, verifyTimestamp } from "@/lib/crypto/timestamp";
import { type OpeningRecordData, openingRecord } from "./opening-record";
import { sampleDocuments } from "@/lib/testing/pdf-sample-documents";
import { sampleOpening } from "@/lib/testing/pdf-samples";
import type { PdfMaker } from "@/lib/usecases/ports/pdf";
import { pdfMaker } from "./maker";
import { embedSignature, prepareSignature } from "./sign-pdf";
import { readPdfSignatures } from "./verify-pdf";

const folder = process.env.PDF_OUT || mkdtempSync(join(tmpdir(), "pdf-"));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const has = (command: string) => {
  try {
    execFileSync("which", [command]);
    return true;
  } catch {
    return false;
  }
};
const AT = new Date("2026-11-17T02:44:52Z");
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2030-01-01T00:00:00Z") };

const signers: PlatformSigner[] = [];
let anchors: readonly Uint8Array[];
let stamp: (imprint: Uint8Array) => Promise<Uint8Array>;

beforeAll(async () => {
  const pki = await openDemoPki(join(folder, "demo/ca"));
  anchors = pki.anchors();
  for (const [authority, name] of [
    ["demo-a", "贵阳市公共交通建设中心"],
    ["demo-b", "贵州衡准工程咨询有限公司"],
    ["demo-b", "信标演示平台"],
  ] as const) {
    const issued = await pki.issue({ kind: "company", authority, name, uscc: "91520115MA6J7N196P", ...LIFE });
    signers.push(platformSigner({ ...issued, privateKey: issued.privateKeyPkcs8 }));
  }
  const answer = demoTsa(await demoTsaKey(folder), () => AT);
  stamp = async (imprint) => readTimestampResponse(await answer(timestampRequest(imprint, null))).token!;
  if (has("certutil")) {
    run("certutil", "-N", "-d", `sql:${folder}`, "--empty-password");
    for (const [i, der] of anchors.entries()) {
      const path = file(`ca${i}.pem`, toPem("CERTIFICATE", der));
      run("certutil", "-A", "-d", `sql:${folder}`, "-n", `ca${i}`, "-t", "CT,C,C", "-a", "-i", path);
    }
  }
}, 60_000);

async function signAll(pdf: Uint8Array): Promise<Uint8Array> {
  let current = pdf;
  const names = ["tenderee", "agency", "platform"];
  for (const [i, signer] of signers.entries()) {
    const serial = parseCertificate(signer.certificateDer).serialHex;
    const field = { name: names[i]!, reason: "确认开标记录", at: AT, signer: ["陆远航", "何静姝", ""][i]!, serial };
    const ready = await prepareSignature(current, field);
    current = await embedSignature(ready.pdf, await signer.signDigest(ready.byteRangeDigest), stamp);
  }
  return current;
}

describe("opening record", () => {
  let plain: Uint8Array;
  let signed: Uint8Array;
  beforeAll(async () => {
    plain = await openingRecord(sampleOpening());
    signed = await signAll(plain);
    file("opening.pdf", plain);
    file("opening-signed.pdf", signed);
  }, 60_000);

  it("gives the same bytes for the same data, so that a signature can be prepared again", async () => {
    expect(Buffer.from(await openingRecord(sampleOpening())).equals(Buffer.from(plain))).toBe(true);
    const field = { name: "tenderee", reason: "r", at: AT, signer: "陆远航", serial: "3F07" };
    const [one, two] = [await prepareSignature(plain, field), await prepareSignature(plain, field)];
    expect(one.byteRangeDigest).toEqual(two.byteRangeDigest);
  });

  it("keeps every earlier signature valid when the next one is added", async () => {
    const found = await readPdfSignatures(signed);
    expect(found.map(({ reason }) => reason)).toEqual([null, null, null]);
    expect(found.map(({ coversWhole }) => coversWhole)).toEqual([false, false, true]);
    for (const { signer } of found) {
      const verdict = await verifyTimestamp({
        token: signer!.timestampToken!,
        of: { data: signer!.signature },
        anchors,
        requireRevocation: false,
      });
      expect(verdict).toMatchObject({ ok: true });
    }
    const changed = signed.slice();
    changed[300]! ^= 1;
    expect((await readPdfSignatures(changed)).map(({ reason }) => reason)).toEqual([
      "CMS_DIGEST",
      "CMS_DIGEST",
      "CMS_DIGEST",
    ]);
  });

  it.skipIf(!has("pdfsig"))("is valid and trusted in pdfsig, with all signers", () => {
    const report = run("pdfsig", "-no-ocsp", "-nssdir", `sql:${folder}`, join(folder, "opening-signed.pdf"));
    expect(report.match(/Signature is Valid/g)).toHaveLength(3);
    expect(report.match(/Certificate is Trusted/g)).toHaveLength(3);
    expect(report).toContain("Total document signed");
  });

  it.skipIf(!has("pdftotext"))("can be read by pdftotext, seals included", () => {
    const text = run("pdftotext", "-layout", join(folder, "opening-signed.pdf"), "-");
    for (const words of [
      "开标记录",
      "黔中明标工程有限公司",
      "17,356,208.50",
      "壹仟柒佰叁拾伍万",
      "视为撤销",
      "电子印章",
    ])
      expect(text).toContain(words);
  });

  it("refuses a second signature in the same field", async () => {
    await expect(prepareSignature(signed, { name: "agency", reason: "r", at: AT })).rejects.toThrow("signed already");
    await expect(embedSignature(signed, new Uint8Array([1]))).rejects.toThrow("there already");
  });
});

const LONG =
  "贵州省黔东南苗族侗族自治州从江县加榜梯田传统村落集中连片保护利用示范工程（第三期）设计采购施工总承包联合体有限责任公司";

it("renders a hundred bidders with the longest names, and none at all", async () => {
  const sample: OpeningRecordData = sampleOpening();
  const bids = Array.from({ length: 100 }, (_, i) => ({ ...sample.bids[0]!, number: i + 1, name: `${LONG}${i}` }));
  file("opening-100.pdf", await openingRecord({ ...sample, bids }));
  file("opening-0.pdf", await openingRecord({ ...sample, bids: [], events: [], objections: [] }));
  if (!has("pdftotext")) return;
  const text = run("pdftotext", "-layout", join(folder, "opening-100.pdf"), "-").replace(/\s/g, "");
  expect(text.match(/联合体有限/g)?.length ?? 0).toBeGreaterThanOrEqual(90);
  expect(run("pdftotext", join(folder, "opening-0.pdf"), "-")).toContain("收到投标文件 0 份");
});

describe("every template", () => {
  const port: PdfMaker = pdfMaker;

  it.each(Object.entries(sampleDocuments()))(
    "%s can be read, and says draft where it is one",
    async (template, data) => {
      const path = file(`${template}.pdf`, await port.make(template, data));
      const draft = file(`${template}-draft.pdf`, await port.make(template, { ...data, draft: true }));
      if (!has("pdftotext")) return;
      const text = run("pdftotext", "-layout", path, "-");
      expect(text).toContain(data.number);
      expect(text).toContain("遵义安途智能交通有限公司".slice(0, template === "notice" ? 0 : 8));
      expect(text).not.toContain("〓");
      expect(text).not.toContain("草");
      expect(run("pdftotext", draft, "-")).toContain("草");
      expect(run("pdfinfo", path)).toContain("A4");
    },
  );

  it("draws every glyph: the text copied is the text seen", async () => {
    // A broken subset can still be copied; so each page is drawn and its ink counted against the number of characters.
    if (!has("pdftoppm")) return;
    for (const template of Object.keys(sampleDocuments())) {
      const path = join(folder, `${template}.pdf`);
      const characters = run("pdftotext", "-l", "1", path, "-").replace(/\s/g, "").length;
      const picture = execFileSync("pdftoppm", ["-gray", "-r", "72", "-l", "1", path], { maxBuffer: 1e8 });
      const ink = picture.reduce((sum, level) => sum + (level < 140 ? 1 : 0), 0);
      expect(ink / characters, template).toBeGreaterThan(12);
    }
  });

  it("refuses a template that does not exist", () => {
    expect(() => port.make("nothing", {})).toThrow("no PDF template");
  });
});
