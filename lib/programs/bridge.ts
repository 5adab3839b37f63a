import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ownCertificate } from "@/lib/adapters/bridge/own-certificate";
import { terminalDesk } from "@/lib/adapters/bridge/desk";
import { pkcs11Token } from "@/lib/adapters/bridge/pkcs11";
import type { Pkcs11 } from "@/lib/adapters/bridge/pkcs11-names";
import { startBridge } from "@/lib/adapters/bridge/server";
import { softwareToken } from "@/lib/adapters/bridge/software";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/**
 * The token bridge of a bidder's computer. BRIDGE_ORIGINS (comma-separated origins of platforms, no default), PKCS11_MODULE
 * (the vendor's library) or BRIDGE_P12 with BRIDGE_P12_PASSWORD (a file in place of a token), BRIDGE_TEST_PIN (tests alone),
 * BRIDGE_DIR (where the certificate of its TLS listener is kept, ~/.xinbiao-bridge).
 */
const { env } = process;
const origins = (env.BRIDGE_ORIGINS ?? "")
  .split(",")
  .map((one) => one.trim())
  .filter((one) => one !== "");
const stop = (words: string): never => {
  console.error(words);
  process.exit(2);
};
if (origins.length === 0) stop("需要 BRIDGE_ORIGINS（平台地址）。BRIDGE_ORIGINS (address of the platform) is needed.");

async function tokenFrom() {
  if (env.BRIDGE_P12)
    return softwareToken(env.BRIDGE_P12, new Uint8Array(await readFile(env.BRIDGE_P12)), env.BRIDGE_P12_PASSWORD ?? "");
  const library = env.PKCS11_MODULE ?? stop("需要 PKCS11_MODULE。PKCS11_MODULE (the token's library) is needed.");
  try {
    const require = createRequire(join(import.meta.dirname, "..", "scripts", "bridge", "package.json"));
    const { PKCS11 } = require("pkcs11js") as { PKCS11: new () => Pkcs11 };
    return pkcs11Token(new PKCS11(), library);
  } catch (error) {
    return stop(`pkcs11js: ${error instanceof Error ? error.message : error}. npm ci --prefix scripts/bridge`);
  }
}

const desk = terminalDesk(env);
const folder = env.BRIDGE_DIR ?? join(homedir(), ".xinbiao-bridge");
const { path, ...tls } = await ownCertificate(folder, machineNow());
const running = await startBridge({ token: await tokenFrom(), desk, now: machineNow, origins, tls });
console.log(`bridge ready http://127.0.0.1:${running.port} ${origins.join(" ")}`);
if (running.tlsPort)
  console.log(
    `wss://127.0.0.1:${running.tlsPort} 浏览器阻止访问本机时，请信任此证书 if the browser blocks this machine, trust ${path}`,
  );
untilSignal(() => running.close());
