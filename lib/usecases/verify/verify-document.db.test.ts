import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex, utf8 } from "@/lib/crypto/bytes";
import { addFile } from "@/lib/store/files";
import { db } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { hostSide, openLot } from "@/lib/testing/tender-stage";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { verifyDocument, verifyDocumentInput } from "./verify-document";

useFreshDatabase();
let world: TenderWorld;
let number: string;
let sha256: string;
const ask = (input: object) => verifyDocument(guest, verifyDocumentInput.parse(input), world.deps);
const OTHER = "0".repeat(64);

beforeAll(async () => {
  world = await tenderWorld();
  const { noticeId } = await openLot(world, await hostSide(world));
  const notice = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
  number = (notice.content as { number: string }).number;
  sha256 = (await db().storedFile.findUniqueOrThrow({ where: { id: notice.pdfFileId! } })).sha256;
}, 60_000);
afterAll(() => world.close());

describe("R-39: a published notice can be verified by everybody", () => {
  it("by the digest of the file", async () => {
    expect(await ask({ sha256 })).toMatchObject({ verdict: "match", document: { sha256, notice: { number } } });
  });

  it("by its number alone: registered, but nothing was compared", async () => {
    expect(await ask({ number })).toMatchObject({ verdict: "registered", document: { sha256 } });
    expect(await ask({ number: ` ${number} ` })).toMatchObject({ verdict: "registered" });
  });

  it("and tells another file under the same number", async () => {
    expect(await ask({ number, sha256: OTHER })).toMatchObject({
      verdict: "altered",
      given: OTHER,
      document: { sha256 },
    });
  });

  it("names who signed it", async () => {
    const answer = await ask({ sha256 });
    expect(answer.verdict === "match" && answer.document.signature?.signer).toContain("贵阳市公共交通建设中心");
  });
});

describe("R-102: opening record and evaluation report by the number they print", () => {
  it("the record once it is public; the report from the display of its result on", async () => {
    const lot = await db().lot.findFirstOrThrow();
    const put = async (name: string, audience: "public" | "host") => {
      const digest = await sha256Hex(utf8(name));
      const file = { sha256: digest, sizeBytes: 1n, name, media: "application/pdf", objectKey: `k-${name}` };
      return addFile({ ...file, partyId: null, createdById: null, audience, lotId: lot.id });
    };
    const [opening, report] = [await put("开标记录.pdf", "public"), await put("评标报告.pdf", "host")];
    const [kb, pb] = [`${lot.code}-KB1`, `${lot.code}-PB1`];
    expect(await ask({ number: kb })).toEqual({ verdict: "none" });
    const at = new Date();
    const statement = { lotId: lot.id, bytes: Buffer.from("{}"), sha256: OTHER, at, subject: opening.id };
    await db().statement.create({ data: { ...statement, type: "opening-record" } });
    await db().statement.create({ data: { ...statement, type: "opening-record-host", signerName: "陆远航" } });
    expect(await ask({ number: kb })).toMatchObject({
      verdict: "registered",
      document: { sha256: opening.sha256, signature: { signer: "陆远航" } },
    });
    expect(await ask({ number: kb, sha256: opening.sha256 })).toMatchObject({ verdict: "match" });
    const made = {
      content: {},
      digest: OTHER,
      pdfFileId: report.id,
      state: "submitted",
      createdAt: at,
      submittedAt: at,
    };
    await db().evaluationReport.create({ data: { lotId: lot.id, ...made } });
    for (const asked of [{ number: pb }, { sha256: report.sha256 }])
      expect(await ask(asked)).toEqual({ verdict: "none" });
    await db().lot.update({ where: { id: lot.id }, data: { candidatesFrom: at } });
    expect(await ask({ number: pb })).toMatchObject({ verdict: "registered", document: { sha256: report.sha256 } });
    expect(await ask({ sha256: report.sha256 })).toMatchObject({ verdict: "match" });
    expect(await ask({ number: pb, sha256: OTHER })).toMatchObject({ verdict: "altered" });
    expect(await ask({ number: `${lot.code}-KB2` })).toEqual({ verdict: "none" });
  });
});

describe("R-97: what is not public looks like what is not there", () => {
  const keep = async (audience: string) => {
    const digest = await sha256Hex(utf8(audience));
    const file = {
      sha256: digest,
      sizeBytes: 1n,
      name: "投标.pdf",
      media: "application/pdf",
      objectKey: `k-${audience}`,
    };
    await addFile({ ...file, partyId: null, createdById: null, audience } as unknown as Parameters<typeof addFile>[0]);
    return digest;
  };

  it("whoever may see the file", async () => {
    for (const audience of ["party", "documents", "host", "operator"])
      expect(await ask({ sha256: await keep(audience) })).toEqual({ verdict: "none" });
    expect(await ask({ sha256: OTHER })).toEqual({ verdict: "none" });
    expect(await ask({ sha256: await keep("public") })).toMatchObject({ verdict: "match", document: { notice: null } });
  });

  it("nor is a notice in work found by its number", async () => {
    const published = await db().notice.findFirstOrThrow({ where: { publishedAt: { not: null } } });
    const { id: _id, ...copy } = published;
    const content = { ...(published.content as object), number: "DRAFT-1" };
    const draft = { ...copy, content, media: [], preparation: {}, state: "draft", publishedAt: null, digest: null };
    await db().notice.create({ data: draft });
    expect(await ask({ number: "DRAFT-1" })).toEqual({ verdict: "none" });
  });

  it("and receipts are found by no number", async () => {
    for (const strange of ["HZ20261129-7K4M9Q", "%", "'; select 1", "e5f1"])
      expect(await ask({ number: strange })).toEqual({ verdict: "none" });
  });
});
