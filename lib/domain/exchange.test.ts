import { describe, expect, it } from "vitest";
import { codesOf, parentsOf, retryDelayMs } from "./exchange";

describe("R-153: delivery to the public service platform", () => {
  it("is tried again after 1, 5, 15 minutes, 1 hour, then hourly to 24 hours, then given to a person", () => {
    const delays: number[] = [];
    for (let attempt = 1; ; attempt++) {
      const delay = retryDelayMs(attempt);
      if (delay === null) break;
      delays.push(delay / 60_000);
    }
    expect(delays.slice(0, 6)).toEqual([1, 5, 15, 60, 60, 60]);
    const total = delays.reduce((sum, one) => sum + one, 0);
    expect(total).toBeGreaterThan(23 * 60);
    expect(total).toBeLessThanOrEqual(24 * 60);
  });

  it("waits for the records above: project, tender project, lot", () => {
    const lot = "E5201000001000001001001";
    const codes = codesOf(`${lot}001`, {
      TENDER_PROJECT_CODE: lot.slice(0, 20),
      BID_SECTION_CODES: `${lot},E5201000001000001001002`,
    });
    expect(parentsOf(504, codes)).toEqual([
      { kind: 500, key: "E5201000001000001" },
      { kind: 501, key: "E5201000001000001001" },
      { kind: 502, key: lot },
      { kind: 502, key: "E5201000001000001001002" },
    ]);
    expect(parentsOf(501, codesOf("E5201000001000001001", {}))).toEqual([{ kind: 500, key: "E5201000001000001" }]);
    expect(parentsOf(500, codesOf("E5201000001000001", {}))).toEqual([]);
    expect(codesOf("0b5c64e0-7c5e-4a55-9d0e-000000000000", null)).toEqual([]);
  });
});
