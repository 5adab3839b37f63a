import { expect, it } from "vitest";
import { cmsSuite } from "@/lib/programs/xinbiao/certs-messages";
import { expectAllRight } from "@/lib/testing/suites";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { verifyCms } from "./cms";

type Case = { readonly id: string; readonly cms: string; readonly content: string | null };
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

describeVectors("cms", "CMS by others", (dir) => {
  const all = readJson(dir, "cases.json") as Case[];

  it("below the seal profile: parsing, digest, signature, path", () => expectAllRight(cmsSuite(all, "cms")));

  it("under the seal profile every one is refused with a reason that names the rule", async () => {
    for (const { id, cms, content } of all) {
      const verdict = await verifyCms(content === null ? new Uint8Array() : bytes(content), bytes(cms));
      expect(verdict.ok, id).toBe(false);
      expect(!verdict.ok && verdict.reason).toMatch(/^CMS_/);
    }
  });
});
