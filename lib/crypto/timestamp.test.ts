import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificatesFromPem, parseCertificate } from "./certificate";
import { readDer, readMagnitude, sequenceOf, TAG } from "./der";
import { nameText } from "./name";
import { readTimestampResponse, type TimestampVerdict, verifyTimestamp } from "./timestamp";

const VECTORS = process.env.VECTORS_DIR ?? join(process.cwd(), "../shared/vectors");
const cases = join(VECTORS, "tsa/cases.json");

type Case = {
  id?: string;
  name?: string;
  response: string;
  data: string | null;
  digest: string | null;
  request: string | null;
  anchors: string[];
  certificates?: string[];
  anchorValidFor?: { anchor: string; start?: string; end?: string }[] | null;
  signerSubject?: string;
  signingCertificate?: string;
  signingCertificateValidAtGenTime?: boolean;
  expect: { ok: boolean; genTime?: string };
};

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const ders = (pems: readonly string[]) => pems.flatMap((pem) => certificatesFromPem(pem));

/** The nonce of a query is its INTEGER after version and imprint. */
function nonceOf(request: string | null): Uint8Array | null {
  if (!request) return null;
  const integers = sequenceOf(readDer(bytes(request))).filter(({ tag }) => tag === TAG.integer);
  return integers[1] ? readMagnitude(integers[1]) : null;
}

async function judge(test: Case): Promise<TimestampVerdict> {
  try {
    const { granted, token } = readTimestampResponse(bytes(test.response));
    if (!granted || !token) return { ok: false, reason: "TSA_REFUSED", detail: "" };
    const anchors = test.anchors.map((pem) => {
      const der = certificatesFromPem(pem)[0]!;
      const period = test.anchorValidFor?.find(({ anchor }) => anchor === pem);
      return {
        der,
        ...(period?.start ? { from: new Date(period.start) } : {}),
        ...(period?.end ? { until: new Date(period.end) } : {}),
      };
    });
    const of =
      test.data !== null ? { data: bytes(test.data) } : { imprint: new Uint8Array(Buffer.from(test.digest!, "hex")) };
    const certificates = ders(test.certificates ?? []);
    return await verifyTimestamp({
      token,
      of,
      nonce: nonceOf(test.request),
      anchors,
      certificates,
      requireRevocation: false,
    });
  } catch (error) {
    return { ok: false, reason: "TSA_MALFORMED", detail: (error as Error).message };
  }
}

describe.skipIf(!existsSync(cases))("RFC 3161 vectors", () => {
  it("gives every verdict, with the exact instant", async () => {
    const all = JSON.parse(readFileSync(cases, "utf8")) as Case[];
    const wrong: string[] = [];
    for (const test of all) {
      const verdict = await judge(test);
      const id = test.id ?? test.name;
      if (verdict.ok !== test.expect.ok)
        wrong.push(`${id}: ${verdict.ok ? "accepted" : `${verdict.reason} ${verdict.detail}`}`);
      else if (
        verdict.ok &&
        test.expect.genTime &&
        verdict.genTime.getTime() !== new Date(test.expect.genTime).getTime()
      )
        wrong.push(`${id}: ${verdict.genTime.toISOString()}`);
      if (verdict.ok && test.signerSubject)
        expect(nameText(verdict.signer.subject), id!).toContain(test.signerSubject.split("=").pop()!);
      if (verdict.ok && test.signingCertificateValidAtGenTime === false) {
        const stamped = parseCertificate(ders([test.signingCertificate!])[0]!);
        expect(verdict.genTime >= stamped.notBefore && verdict.genTime <= stamped.notAfter).toBe(false);
      }
    }
    console.log(`tsa: ${all.length - wrong.length} right, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(20);
  });
});
