import http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { ownAddress } from "./peer-address.mjs";

describe("R-157: the network address in the record is the connection's own", () => {
  it("takes nobody's word for another address, and no other host's name", async () => {
    const server = http.createServer((request, answer) => answer.end(JSON.stringify(request.headers)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const claims = {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "evil.example",
      forwarded: "for=203.0.113.9",
    };
    const seen = (await (await fetch(`http://127.0.0.1:${port}/`, { headers: claims })).json()) as Record<
      string,
      string
    >;
    server.close();
    expect(seen["x-forwarded-for"]).toBe("127.0.0.1");
    expect([seen["x-forwarded-host"], seen.forwarded]).toEqual([undefined, undefined]);
  });

  it("lets a proxy that is named speak for its clients", () => {
    const headers = { "x-forwarded-for": "1.2.3.4, 203.0.113.9" };
    ownAddress(headers, "::ffff:10.0.0.2", new Set(["10.0.0.2"]));
    expect(headers["x-forwarded-for"]).toBe("1.2.3.4, 203.0.113.9");
  });
});
