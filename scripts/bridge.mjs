// The token bridge on a bidder's computer: BRIDGE_ORIGINS=https://… PKCS11_MODULE=/path/library.so node scripts/bridge.mjs
// Installs its one native package at the first start; nothing of the platform needs it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "..");
const own = path.join(here, "bridge");

if (process.env.PKCS11_MODULE && !fs.existsSync(path.join(own, "node_modules", "pkcs11js"))) {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", own], { stdio: "inherit" });
  if (status !== 0) process.exit(2);
}
if (!fs.existsSync(path.join(root, "dist", "bridge.js"))) {
  const { buildPrograms } = await import("./build.mjs");
  await buildPrograms({ only: ["bridge"] });
}
await import(path.join(root, "dist", "bridge.js"));
