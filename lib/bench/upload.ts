import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { diskObjects } from "@/lib/adapters/objects/disk";
import { sha256Hex } from "@/lib/crypto/bytes";
import { inLanes } from "@/lib/kernel/lanes";
import { openedFor } from "@/lib/ordeal/bidder";
import { closing } from "@/lib/ordeal/leaving";
import { ledger } from "@/lib/ordeal/ledger";
import type { Visitor } from "@/lib/ordeal/visitor";
import { type Bench, byTurns, rate } from "./measure";
import { atWork } from "./platform-at-work";

/** A part as the browser sends it. */
const PART = 128 * 65_552;
const PARTS = 12;
const PLACES = [...Array(PARTS).keys()];
const TURNS = 5;
const AT_ONCE = 3;
const MIB = (PART * PARTS) / (1 << 20);

/** A server that does nothing but store what comes, as durably as the platform: written, synced, answered. */
const BARE = `
const http = require("node:http"), fs = require("node:fs"), path = require("node:path");
let serial = 0;
http.createServer((request, response) => {
  const file = path.join(process.argv[1], String(serial++));
  const out = fs.createWriteStream(file, { flush: true });
  request.pipe(out).on("close", () => response.end("stored"));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
`;

/** Upload through the web's own route, against a raw PUT of the same octets to a bare server on the same disk. */
export const upload: Bench = (place) =>
  atWork(place, async ({ scene, browser, dataDir }) => {
    const lot = await scene.publish(1);
    const person = browser();
    const bodies = Array.from({ length: AT_ONCE + 1 }, () => Uint8Array.from(randomBytes(PART)));
    const hashes = await Promise.all(bodies.map((body) => sha256Hex(body)));
    const open = await openedFor(scene.bidders[0]!, person, ledger(), lot);
    const uploads = await Promise.all(Array.from({ length: TURNS + 1 }, () => open()));
    const bare = await bareServer(join(dataDir, "bare"));
    let turn = 0;
    const ours = async () => {
      const uploadId = uploads[turn++]!;
      await inLanes(AT_ONCE, PLACES, (part) =>
        put(person, uploadId, part, bodies[part % bodies.length]!, hashes[part % bodies.length]!),
      );
    };
    const raw = async () => {
      await inLanes(AT_ONCE, PLACES, async (part) => {
        const body = new Blob([bodies[part % bodies.length]!]);
        const response = await fetch(bare.url, { method: "PUT", body });
        if ((await response.text()) !== "stored") throw new Error("the bare server stored nothing");
      });
    };
    try {
      await ours();
      await raw();
      const http = await byTurns(TURNS, { reference: raw, ours });
      const objects = diskObjects(join(dataDir, "bare-objects"));
      let serial = 0;
      const stored = await byTurns(TURNS, {
        reference: async () => {
          await inLanes(AT_ONCE, PLACES, (part) => objects.put(`parts/${serial++}`, bodies[part % bodies.length]!));
        },
      });
      const speed = (ms: number) => MIB / (ms / 1000);
      const what = `${PARTS} parts of 8 MiB, ${AT_ONCE} in flight`;
      return [
        rate(
          "upload",
          speed(http.ours),
          speed(http.reference),
          "MiB/s",
          `reference: PUT of the same ${what} to a bare Node HTTP server that writes and syncs them`,
        ),
        rate(
          "upload-objects",
          speed(http.ours),
          speed(stored.reference),
          "MiB/s",
          `reference: the same ${what} handed to the object store directly, without HTTP`,
        ),
      ];
    } finally {
      await bare.stop();
    }
  });

async function put(person: Visitor, uploadId: string, part: number, bytes: Uint8Array, sha256: string): Promise<void> {
  const body = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const headers = { "x-content-sha256": sha256 };
  await person.json("part", `/api/v1/uploads/${uploadId}/parts/0/${part}`, { method: "PUT", headers, body });
}

async function bareServer(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, ["-e", BARE, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text).trim())),
  );
  return { url: `http://127.0.0.1:${port}/`, stop: closing(() => child.kill()) };
}
