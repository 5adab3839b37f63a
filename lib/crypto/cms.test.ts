import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificatesFromPem } from "./certificate";
import { verifyCms } from "./cms";
import { verifySignedData } from "./cms-verify";
import { validatePath } from "./path";

const VECTORS = process.env.VECTORS_DIR ?? join(process.cwd(), "../shared/vectors");
const cases = join(VECTORS, "cms/cases.json");
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

type Case = {
  id?: string;
  name?: string;
  cms: string;
  content: string | null;
  anchors: string[];
  at: number | null;
  signatureOnly: boolean;
  expect: { ok: boolean | null };
};

async function general(test: Case): Promise<{ ok: boolean; why: string }> {
  const verdict = await verifySignedData(
    "general",
    bytes(test.cms),
    test.content === null ? null : bytes(test.content),
  );
  if (!verdict.ok) return { ok: false, why: `${verdict.reason} ${verdict.detail}` };
  if (test.signatureOnly) return { ok: true, why: "" };
  const path = await validatePath({
    leaf: verdict.signers[0]!.certificate.der,
    intermediates: verdict.certificates,
    anchors: test.anchors.flatMap(certificatesFromPem),
    at: test.at === null ? new Date() : new Date(test.at * 1000),
    requireRevocation: false,
  });
  return { ok: path.ok, why: `${path.reason} ${path.detail}` };
}

describe.skipIf(!existsSync(cases))("CMS vectors", () => {
  const all = existsSync(cases) ? (JSON.parse(readFileSync(cases, "utf8")) as Case[]) : [];

  it("below the seal profile", async () => {
    const wrong: string[] = [];
    for (const test of all) {
      const { ok, why } = await general(test);
      // Weak algorithms refused by name are right too, says the suite.
      const weak = !ok && /^CMS_(ALGORITHM|KEY)/.test(why) && test.expect.ok === true;
      if (test.expect.ok !== null && ok !== test.expect.ok && !weak) wrong.push(`${test.id ?? test.name}: ${why}`);
    }
    console.log(`cms: ${all.length - wrong.length} right, ${wrong.length} wrong`);
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(10);
  });

  it("under the seal profile every one is refused with a reason that names the rule", async () => {
    for (const test of all) {
      const verdict = await verifyCms(test.content === null ? new Uint8Array() : bytes(test.content), bytes(test.cms));
      expect(verdict.ok, test.id ?? test.name ?? "").toBe(false);
      expect(!verdict.ok && verdict.reason).toMatch(/^CMS_/);
    }
  });
});
