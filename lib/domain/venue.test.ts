import { describe, expect, it } from "vitest";
import { venueFault, venuesOf } from "./venue";

describe("R-112: addresses of a venue", () => {
  const venues = venuesOf("贵阳中心=10.1.0.0/16, 192.0.2.7；遵义中心=2001:db8:5::/48 198.51.100.0/31");
  it.each([
    ["贵阳中心", "10.1.255.255", true],
    ["贵阳中心", "10.2.0.0", false],
    ["贵阳中心", "192.0.2.7", true],
    ["贵阳中心", "192.0.2.8", false],
    ["贵阳中心", "::ffff:10.1.0.9", true],
    ["贵阳中心", "2001:db8:5::1", false],
    ["遵义中心", "2001:DB8:5:0:ffff::9", true],
    ["遵义中心", "2001:db8:6::1", false],
    ["遵义中心", "198.51.100.1", true],
    ["遵义中心", "198.51.100.2", false],
    ["贵阳中心", "", false],
    ["贵阳中心", "10.1.0.1, 10.1.0.2", false],
    ["贵阳中心", "10.1.0.01", false],
    ["毕节中心", "10.1.0.1", false],
  ])("%s from %s: %s", (venue, address, inside) =>
    expect(venueFault(venue, address, venues)?.code).toBe(inside ? undefined : "OUTSIDE_VENUE"),
  );

  it("without a venue anybody's place will do", () => expect(venueFault(null, "203.0.113.9", venues)).toBeNull());

  it.each([
    "贵阳中心",
    "贵阳中心=",
    "=10.1.0.0/16",
    "a=10.1.0.0/33",
    "a=10.1.0.0/16=b",
    "a=10.1.0.256",
    "a=::1::2",
    "a=1.1.1.1;a=1.1.1.2",
  ])("a setting that cannot be read opens nothing: %s", (text) =>
    expect(() => venuesOf(text)).toThrow("EVALUATION_VENUES"),
  );
  it("none are named", () => expect(venuesOf("")).toEqual([]));
});
