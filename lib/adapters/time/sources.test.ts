import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { demoTsaKey, startDemoTsa } from "@/lib/adapters/tsa/demo/server";
import { timeSources } from "./sources";

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server as RFC 4330 has it; `spoil` changes its answer. */
function ntpServer(at: () => number, spoil: (answer: Buffer) => void = () => undefined): Promise<string> {
  const socket: Socket = createSocket("udp4");
  open.push(() => socket.close());
  socket.on("message", (query, { port, address }) => {
    const answer = Buffer.alloc(48);
    answer[0] = 0x24;
    answer[1] = 2;
    answer.writeUInt32BE(65_536 / 10, 4);
    answer.writeUInt32BE(65_536 / 20, 8);
    query.copy(answer, 24, 40, 48);
    const ms = at();
    answer.writeUInt32BE((Math.floor(ms / 1000) + 2_208_988_800) % 2 ** 32, 40);
    answer.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), 44);
    spoil(answer);
    socket.send(answer, port, address);
  });
  return new Promise((resolve) =>
    socket.bind(0, "127.0.0.1", () => resolve(`ntp://127.0.0.1:${socket.address().port}`)),
  );
}

const ask = (address: string) => timeSources({ TIME_SOURCES: address })[0]!.now();

describe("protocol 5.1: time sources are a list of addresses", () => {
  it("an NTP server: its time, exact to what it states, beyond 2036 too", async () => {
    for (const at of [Date.UTC(2026, 10, 29, 3, 4, 5, 250), Date.UTC(2036, 1, 8), Date.UTC(2040, 0, 1, 0, 0, 0, 500)]) {
      const answer = await ask(await ntpServer(() => at));
      expect(Math.abs(answer.at.getTime() - at)).toBeLessThanOrEqual(1);
      expect(answer.withinMs).toBeGreaterThanOrEqual(100);
      expect(answer.withinMs).toBeLessThan(105);
    }
  });

  it("one that is not synchronised, or answers another question, gives no time", async () => {
    await expect(ask(await ntpServer(Date.now, (answer) => answer.fill(0xe4, 0, 1)))).rejects.toThrow("synchronised");
    await expect(ask(await ntpServer(Date.now, (answer) => answer.fill(7, 24, 32)))).rejects.toThrow("no time");
  });

  it("a timestamp authority: genTime, exact to its own accuracy", async () => {
    const folder = mkdtempSync(join(tmpdir(), "time-source-"));
    open.push(() => rmSync(folder, { recursive: true }));
    const at = new Date("2031-05-06T07:08:09.120Z");
    const server = await startDemoTsa(await demoTsaKey(folder), () => at, 0);
    open.push(() => server.close());
    const [source] = timeSources({ TSA_URL: server.url });
    expect(source!.follows).toBe("platform");
    expect(await source!.now()).toEqual({ at, withinMs: 100 });
  });

  it("another kind of address is a mistake in the settings, said at the start", () => {
    expect(() => timeSources({ TIME_SOURCES: "ftp://time" })).toThrow("TIME_SOURCES");
    expect(timeSources({})).toEqual([]);
  });
});
