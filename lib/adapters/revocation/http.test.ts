import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpRevocation } from "./http";
import { isPublic, publicAddress } from "./public-address";

let server: Server;
let port: number;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host} ${request.url}`);
    if (request.url === "/x/redirect") return void response.writeHead(302, { location: "http://10.0.0.1/" }).end();
    if (request.url === "/x/slow") return void response.writeHead(200).write("…");
    if (request.url === "/x/endless") {
      response.writeHead(200);
      const more = () => void (response.destroyed || response.write(Buffer.alloc(1 << 20), () => setImmediate(more)));
      return more();
    }
    response.writeHead(200).end("list");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("fetching from addresses that others wrote down", () => {
  it.each([
    "127.0.0.1",
    "127.8.9.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "fe80::1",
    "fd00::1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
    "not-an-address",
  ])("%s is nobody's public address", (address) => expect(isPublic(address)).toBe(false));

  it.each(["8.8.8.8", "202.106.0.20", "2400:3200::1"])("%s is one", (address) => expect(isPublic(address)).toBe(true));

  it("refuses loopback by name, by number, in brackets and in other spellings", async () => {
    for (const host of ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"])
      await expect(publicAddress(host)).rejects.toThrow("public");
    const before = asked.length;
    for (const url of [`http://127.0.0.1:${port}/`, "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/"])
      await expect(httpRevocation({ timeoutMs: 500 }).get(url)).rejects.toThrow();
    expect(asked.length).toBe(before);
  });

  it("refuses other schemes, names with passwords and unusual ports", async () => {
    for (const url of ["file:///etc/passwd", "ldap://ca.example/", "http://u:p@ca.example/", "http://ca.example:22/"])
      await expect(httpRevocation().get(url)).rejects.toThrow();
  });

  it("connects where the name was found to lead, and nowhere else", async () => {
    const here = await new Promise<number>((done) => {
      const second = createServer((_request, response) => response.end("second")).listen(8080, "127.0.0.1", () =>
        done((second.address() as AddressInfo).port),
      );
      second.once("error", () => done(0));
      afterAll(() => void second.close());
    });
    if (here === 0) return expect(here).toBe(0); // somebody else has the port; the rule is tested above
    const resolve = async () => ({ address: "127.0.0.1", family: 4 as const });
    const bytes = await httpRevocation({ resolve }).get("http://crl.ca.example:8080/list.crl");
    expect(new TextDecoder().decode(bytes)).toBe("second");
  });

  it("takes no redirect, nothing endless and nothing slow", async () => {
    const fetcher = httpRevocation({ demoCa: `http://127.0.0.1:${port}`, timeoutMs: 2_000 });
    expect(new TextDecoder().decode(await fetcher.get("http://x.ca.invalid/list"))).toBe("list");
    expect(asked.at(-1)).toContain("/x/list");
    await expect(fetcher.get("http://x.ca.invalid/redirect")).rejects.toThrow("HTTP 302");
    await expect(fetcher.get("http://x.ca.invalid/slow")).rejects.toThrow("timed out");
    await expect(fetcher.get("http://x.ca.invalid/endless")).rejects.toThrow("larger");
  }, 20_000);
});
