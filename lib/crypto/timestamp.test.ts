import { it } from "vitest";
import { tsaSuite } from "@/lib/programs/xinbiao/certs-messages";
import { expectAllRight } from "@/lib/testing/suites";
import { describeVectors, readJson } from "@/lib/testing/vectors";

describeVectors("tsa", "RFC 3161 responses by others", (dir) => {
  it("each verdict, with exact instant, hash, policy and signer", () =>
    expectAllRight(tsaSuite(readJson(dir, "cases.json"), "tsa")));
});
