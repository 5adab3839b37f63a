import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { diskObjects } from "@/lib/adapters/objects/disk";

import { inLanes } from "@/lib/kernel/lanes";
import { openedFor } from "@/lib/ordeal/bidder";
import { closing } from "@/lib/ordeal/leaving";
import { ledger } from "@/lib/ordeal/ledger";
import { type Bench, byTurns, type Measurement, rate } from "./measure";
import { atWork } from "./platform-at-work";
import { chromiumSender, LOAD, MIB, nodeSender, type Sender } from "./upload-senders";

const TURNS = 15;
/** Not counted: a web that has just started compiles its code while it takes the first parts. */
const WARM = 3;
const WORDS = `${LOAD.parts} parts of 8 MiB, ${LOAD.atOnce} in flight`;
const speed = (ms: number) => MIB / (ms / 1000);

/** A server that does nothing but store what comes, as durably as the platform: written, synced, answered. */
const BARE = `
const http = require("node:http"), fs = require("node:fs"), path = require("node:path");
let serial = 0;
http.createServer((request, response) => {
  if (request.method === "GET") return response.end("a page to send from");
  const file = path.join(process.argv[1], String(serial++));
  const out = fs.createWriteStream(file, { flush: true });
  request.pipe(out).on("close", () => response.end("stored"));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
`;

/** Upload through the web's own route, against a raw PUT of the same octets to a bare server on the same disk. */
export const upload: Bench = (place) =>
  atWork(place, async ({ platform, scene, browser, dataDir }) => {
    const lot = await scene.publish(1);
    const person = browser();
    const open = await openedFor(scene.bidders[0]!, person, ledger(), lot);
    const bare = await bareServer(join(dataDir, "bare"));
    const measured = async (name: string, sender: Sender): Promise<Measurement> => {
      const uploads = await Promise.all(Array.from({ length: WARM + TURNS }, () => open()));
      const ours = () => sender.send(`${platform.origin}/api/v1/uploads/${uploads.pop()!}/parts/0/`, person.cookie());
      const raw = () => sender.send(bare.url, "");
      try {
        for (let turn = 0; turn < WARM; turn++) {
          await ours();
          await raw();
        }
        const took = await byTurns(TURNS, { reference: raw, ours });
        const detail = `${WORDS}, sent by ${sender.words}; reference: PUT of the same to a bare Node HTTP server that writes and syncs them`;
        return rate(name, speed(took.ours), speed(took.reference), "MiB/s", detail);
      } finally {
        await sender.stop();
      }
    };
    try {
      const fromBrowser = await measured("upload", await chromiumSender(place.root));
      const fromNode = await measured("upload-node", nodeSender());
      return [fromBrowser, fromNode, await storing(join(dataDir, "bare-objects"), fromNode)];
    } finally {
      await bare.stop();
    }
  });

/** The same octets handed to the object store directly. */
async function storing(folder: string, { ours }: Measurement): Promise<Measurement> {
  const objects = diskObjects(folder);
  const bodies = Array.from({ length: LOAD.atOnce + 1 }, () => new Uint8Array(randomBytes(LOAD.part)));
  let serial = 0;
  const put = async () => {
    await inLanes(LOAD.atOnce, [...Array(LOAD.parts).keys()], (part) =>
      objects.put(`parts/${serial++}`, bodies[part % bodies.length]!),
    );
  };
  const { reference } = await byTurns(TURNS, { reference: put });
  const detail = `reference: the same ${WORDS}, handed to the object store directly, without HTTP`;
  return rate("upload-objects", ours, speed(reference), "MiB/s", detail);
}

async function bareServer(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, ["-e", BARE, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (text) => resolve(String(text).trim())),
  );
  return { url: `http://127.0.0.1:${port}/`, stop: closing(() => child.kill()) };
}
