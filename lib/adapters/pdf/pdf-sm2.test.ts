import { PDFDocument } from "pdf-lib";
import { expect, it } from "vitest";
import { bytesToHex } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { openP12 } from "@/lib/crypto/signer-software";
import { describeOpenssl } from "@/lib/testing/openssl";
import { pdfMaker } from "./maker";
import { readPdfSignatures } from "./verify-pdf";

describeOpenssl("a PDF signed with an SM2 certificate", ({ openssl, read }) => {
  it("holds the SM3 of its byte range, and is found changed where it was changed", async () => {
    const blank = await PDFDocument.create();
    blank.addPage();
    const field = { name: "company", reason: "合同", at: new Date("2026-12-01T01:30:00Z") };
    const ready = await pdfMaker.prepareSignature(await blank.save({ useObjectStreams: false }), field);
    const [sha256, sm3] = [bytesToHex(ready.byteRangeDigest), bytesToHex(pdfMaker.signedSm3(ready.pdf))];
    openssl("pkcs12", "-export", "-inkey", "sm2.key", "-in", "sm2.pem", "-passout", "pass:a", "-out", "sm2.p12");
    const signer = await openP12(read("sm2.p12"), "a");
    const [own] = await signer.list();
    const title = "施工合同";
    const statement = canonicalBytes({ fmt: "SBC/1", sha256, sm3, title, type: "document" });
    const context = { origin: "https://x", purpose: "document", title, nonce: "n", expires: "2100-01-01T00:00:00Z" };
    const { cms } = await signer.sign({ cert: own!.id, statement, context });
    const signed = await pdfMaker.embedSignature(ready.pdf, cms);
    expect(await readPdfSignatures(signed)).toMatchObject([{ reason: null, coversWhole: true }]);
    const changed = signed.map((octet, i) => (i === 20 ? octet ^ 1 : octet));
    expect(await readPdfSignatures(changed)).toMatchObject([{ reason: "CMS_DIGEST" }]);
    const withoutSm3 = canonicalBytes({ fmt: "SBC/1", sha256, title, type: "document" });
    await expect(signer.sign({ cert: own!.id, statement: withoutSm3, context })).rejects.toThrow(RangeError);
  });
});
