import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { openJournal } from "@/lib/adapters/hub/demo/journal";
import { startDemoHub } from "@/lib/adapters/hub/demo/server";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import { replaceFile } from "@/lib/adapters/loopback/keep";
import { startDemoPayment } from "@/lib/adapters/payment/demo/server";
import { DEMO_CAST } from "@/lib/adapters/pki/demo/cast";
import { demoIdentity } from "@/lib/adapters/pki/demo/identity";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { demoTrust } from "@/lib/adapters/trust/trust";
import { openKeyStore } from "@/lib/adapters/trustee/demo/key-store";
import { startDemoTrustee } from "@/lib/adapters/trustee/demo/server";
import { demoTsaKey, startDemoTsa } from "@/lib/adapters/tsa/demo/server";
import { startDemoWitness } from "@/lib/adapters/witness/demo/server";
import { COSIGNATURE, ED25519 } from "@/lib/crypto/checkpoint";
import { machineNow } from "@/lib/kernel/clock";

/**
 * Everything that stands beside the platform, started on loopback in this process, on one sandbox clock: authority of
 * timestamps, hub, payment gateway, witness, three trustees. `env` is what `adaptersFromEnv` wants.
 */
export async function startCounterparts() {
  const dataDir = mkdtempSync(join(tmpdir(), "counterparts-"));
  const clockFile = join(dataDir, "clock.json");
  await replaceFile(clockFile, '{"offsetMs":0}');
  const now = sandboxClock(clockFile, machineNow);
  const pki = await openDemoPki(join(dataDir, "demo", "ca"));
  const trust = demoTrust(pki, now);
  const log = await noteSigner(join(dataDir, "platform", "log.key"), "bid.xinbiao.local/log", ED25519);
  const witnessKey = await noteSigner(
    join(dataDir, "demo", "witness", "witness.key"),
    "witness.xinbiao.local/w1",
    COSIGNATURE,
  );
  const tsa = await startDemoTsa(await demoTsaKey(dataDir), now, 0);
  const hubSigner = await demoIdentity(
    join(dataDir, "demo", "hub", "cert"),
    { kind: "platform", authority: "demo-b", ...DEMO_CAST.hub },
    async () => pki,
  );
  const journal = await openJournal(join(dataDir, "demo", "hub", "journal.jsonl"));
  const hub = await startDemoHub({ signer: hubSigner, trust, now, journal }, 0, () => undefined);
  const payment = await startDemoPayment({ secret: "only-for-tests", file: join(dataDir, "booked.json") }, 0);
  const seen = { signer: witnessKey, folder: join(dataDir, "seen"), logKeys: async () => [log.verifierKey], now };
  const witness = await startDemoWitness(seen, 0);
  const trustees = await Promise.all(
    DEMO_CAST.trustees.map(async (who, at) => {
      const folder = join(dataDir, "demo", `trustee-${at + 1}`);
      const signer = await demoIdentity(
        join(folder, "cert"),
        { kind: "trustee", authority: "demo-b", ...who },
        async () => pki,
      );
      const store = await openKeyStore(join(folder, "keys"), join(folder, "master.key"));
      const logKeys = async () => ({ log: log.verifierKey, witnesses: [witnessKey.verifierKey] });
      return startDemoTrustee(
        { signer, store, trust, now, platformUscc: DEMO_CAST.platform.uscc, logKeys, own: at === 1 },
        0,
      );
    }),
  );
  const env = {
    DATA_DIR: dataDir,
    SANDBOX_CLOCK_FILE: clockFile,
    LOG_INTERVAL_MS: "200",
    TSA_URL: tsa.url,
    HUB_URL: hub.url,
    PAYMENT_URL: payment.url,
    PAYMENT_SECRET: "only-for-tests",
    WITNESS_URL: witness.url,
    TRUSTEE_URLS: trustees.map(({ url }) => url).join(","),
    IDENTITY_SECRET: "only-for-tests-only-for-tests-only",
  };
  const control = async (mood: object) => {
    const answer = await fetch(`${hub.url}/control`, { method: "POST", body: JSON.stringify(mood) });
    if (!answer.ok) throw new Error(`hub control ${answer.status}`);
  };
  const close = () => Promise.all([tsa, hub, payment, witness, ...trustees].map((one) => one.close()));
  return {
    env,
    dataDir,
    clockFile,
    pki,
    journal,
    control,
    setOffset: (offsetMs: number) => replaceFile(clockFile, JSON.stringify({ offsetMs })),
    close,
  };
}
export type Counterparts = Awaited<ReturnType<typeof startCounterparts>>;
