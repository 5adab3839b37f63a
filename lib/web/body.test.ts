import { randomBytes } from "node:crypto";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import "@/scripts/connection.mjs";

const LIMIT = 3_000_000;

/** What the route saw of the last request. */
let seen: { readonly octets: Buffer; readonly failure: string | null; readonly streamed: boolean };
const uploads = () => (globalThis as unknown as Record<symbol, Map<string, unknown>>)[Symbol.for("xinbiao.uploads")]!;
let server: http.Server;
let holding = 0;
const waiting: (() => void)[] = [];
const held = () => {
  holding++;
  return new Promise<void>((resolve) => waiting.push(resolve));
};
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  const { piecesOf, readOut } = await import("./body");
  server = http.createServer(async (incoming, answer) => {
    // As Next hands it on.
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const init = { method: incoming.method!, headers, body: incoming, duplex: "half" };
    const request = new Request(`http://localhost${incoming.url}`, init as unknown as RequestInit);
    const pieces: Uint8Array[] = [];
    let failure: string | null = null;
    if (incoming.url === "/held") await held();
    try {
      for await (const piece of piecesOf(request, LIMIT)) {
        pieces.push(piece);
        if (incoming.url === "/gives-up") throw new Error("disk full");
      }
    } catch (error) {
      failure = error instanceof Error && "code" in error ? String(error.code) : String(error);
    }
    seen = { octets: Buffer.concat(pieces), failure, streamed: request.bodyUsed };
    await readOut(request, LIMIT);
    answer.end(failure ?? "ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  agent.destroy();
  server.close();
});

function send(path: string, body: Buffer, given: http.OutgoingHttpHeaders = {}, method = "PUT") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ text: string; port: number }>((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port,
      path,
      method,
      agent,
      headers: "transfer-encoding" in given ? given : { ...given, "content-length": body.length },
    };
    const request = http.request(options, (answer) => {
      let text = "";
      const from = answer.socket.localPort!;
      answer
        .setEncoding("utf8")
        .on("data", (piece) => (text += piece))
        .on("end", () => resolve({ text, port: from }));
    });
    request.on("error", reject).end(body);
  });
}

describe("the body of an upload", () => {
  it("is read from its own connection, octet by octet, and through the streams of another method just the same", async () => {
    for (const method of ["PUT", "POST"]) {
      const body = randomBytes(1_000_003);
      expect((await send("/", body, {}, method)).text).toBe("ok");
      expect([seen.streamed, seen.failure]).toEqual([method === "POST", null]);
      expect(seen.octets.equals(body)).toBe(true);
    }
  });

  it("is never another's: nobody outside names a connection", async () => {
    const { port } = server.address() as AddressInfo;
    const held = http.request({ host: "127.0.0.1", port, method: "PUT", headers: { "content-length": 1000 } });
    held.on("error", () => {});
    held.write("theirs");
    await vi.waitFor(() => expect(uploads().size).toBe(1));
    const [name] = uploads().keys();
    for (const method of ["POST", "PUT"]) {
      await send("/", Buffer.from("mine"), { "x-xinbiao-connection": name }, method);
      expect(seen.octets.toString()).toBe("mine");
    }
    held.destroy();
    await vi.waitFor(() => expect(uploads().size).toBe(0));
  });

  it("is read to its end where the route gave up in the middle: the answer arrives, and the line serves on", async () => {
    for (const method of ["PUT", "POST"]) {
      const first = await send("/gives-up", randomBytes(2_000_000), {}, method);
      expect(first.text).toContain("disk full");
      expect(await send("/", Buffer.from("next"), {}, method)).toEqual({ text: "ok", port: first.port });
    }
  });

  it("is refused above the limit, unread where it was announced", async () => {
    const body = randomBytes(LIMIT + 1);
    expect((await send("/", body)).text).toBe("FILE_TOO_LARGE");
    expect(seen.octets).toHaveLength(0);
    expect((await send("/", body, { "transfer-encoding": "chunked" })).text).toBe("FILE_TOO_LARGE");
  });

  it("is nothing where the line breaks in the middle, and no connection is kept in mind after its answer", async () => {
    const { port } = server.address() as AddressInfo;
    const request = http.request({ host: "127.0.0.1", port, method: "PUT", headers: { "content-length": 1000 } });
    request.on("error", () => {});
    request.write("half");
    await new Promise((resolve) => setTimeout(resolve, 50));
    request.destroy();
    await vi.waitFor(() => expect(seen.failure).toMatch(/ECONNRESET|aborted/));
    await vi.waitFor(() => expect(uploads().size).toBe(0));
  });

  it("is forgotten, too, where its answer waits behind another on a line that breaks", async () => {
    const { port } = server.address() as AddressInfo;
    const line = net.connect(port, "127.0.0.1");
    line.on("error", () => {});
    const put = (path: string) => `PUT ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody`;
    line.write(put("/held") + put("/") + put("/held"));
    await vi.waitFor(() => expect(holding).toBe(2));
    line.resetAndDestroy();
    await vi.waitFor(() => expect(uploads().size).toBe(0));
    for (const go of waiting.splice(0)) go();
  });
});
