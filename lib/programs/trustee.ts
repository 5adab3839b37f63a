import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { readIfThere } from "@/lib/adapters/loopback/keep";
import { DEMO_CAST } from "@/lib/adapters/pki/demo/cast";
import { demoIdentity } from "@/lib/adapters/pki/demo/identity";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSignerFromFiles } from "@/lib/adapters/pki/platform";
import { demoTrust, fileTrust } from "@/lib/adapters/trust/trust";
import { openKeyStore } from "@/lib/adapters/trustee/demo/key-store";
import { startDemoTrustee } from "@/lib/adapters/trustee/demo/server";
import { witnessKeys } from "@/lib/adapters/witness/keys";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/**
 * One opening trustee. PORT, DATA_DIR, TRUSTEE_NUMBER (1, 2 or 3: its place in the policy; 2 is the platform's own),
 * TRUSTEE_DIR (its key store), TRUSTEE_KEY_FILE (what encrypts it), TRUSTEE_IDENTITY (base of `.pem`, `.key.pem`),
 * PLATFORM_USCC, LOG_KEY, WITNESS_KEYS (verifier keys), TRUST_LIST, CRL_DIR, SANDBOX_CLOCK_FILE.
 */
const env = process.env;
const dataDir = env.DATA_DIR ?? join(process.cwd(), ".data");
const place = Number(env.TRUSTEE_NUMBER ?? 1);
const who = DEMO_CAST.trustees[place - 1];
if (!who) throw new Error("TRUSTEE_NUMBER must be 1, 2 or 3");
const folder = env.TRUSTEE_DIR ?? join(dataDir, "demo", `trustee-${place}`);
const now = sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow);
const pki = () => openDemoPki(join(dataDir, "demo", "ca"));
const trust = env.TRUST_LIST ? fileTrust(env.TRUST_LIST, env.CRL_DIR ?? "") : demoTrust(await pki(), now);
const signer = env.TRUSTEE_IDENTITY
  ? await platformSignerFromFiles(env.TRUSTEE_IDENTITY)
  : await demoIdentity(join(folder, "cert"), { kind: "trustee", authority: "demo-b", ...who }, pki);
const store = await openKeyStore(join(folder, "keys"), env.TRUSTEE_KEY_FILE ?? join(folder, "master.key"));
const lines = (text: string | null | undefined) => (text ?? "").split(/[\s,]+/).filter(Boolean);
const logKeys = async () => ({
  log: lines(env.LOG_KEY ?? (await readIfThere(join(dataDir, "platform", "log.key.pub"))))[0] ?? "",
  witnesses: await witnessKeys(env.WITNESS_KEYS, dataDir),
});
const platformUscc = env.PLATFORM_USCC ?? DEMO_CAST.platform.uscc;
const running = await startDemoTrustee(
  { signer, store, trust, now, platformUscc, logKeys, own: place === 2 },
  Number(env.PORT ?? 0),
);
console.log(`trustee ${place} ready ${running.url}`);
untilSignal(() => running.close());
