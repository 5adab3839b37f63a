import http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { ownAddress } from "./connection.mjs";

describe("addresses that nobody can decode", () => {
  it("are a bad request, and never reach the platform", async () => {
    let reached = 0;
    const server = http.createServer((_request, answer) => {
      reached++;
      answer.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const status = (path: string) =>
      new Promise((resolve) => {
        http.get({ port, host: "127.0.0.1", path, agent: false }, (answer) => resolve(answer.resume().statusCode));
      });
    for (const path of ["/%ff", "/api/v1/files/%e4%b8", "/join/%zz", "/%"]) expect(await status(path), path).toBe(400);
    expect(reached).toBe(0);
    for (const path of ["/", "/%E4%BF%A1%E6%A0%87", "/notices?q=%ff", "/%00"])
      expect(await status(path), path).toBe(200);
    server.close();
  });
});

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
