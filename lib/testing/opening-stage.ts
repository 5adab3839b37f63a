import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import { demoIdentity } from "@/lib/adapters/pki/demo/identity";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { openKeyStore } from "@/lib/adapters/trustee/demo/key-store";
import { startDemoTrustee } from "@/lib/adapters/trustee/demo/server";
import { httpTrustee } from "@/lib/adapters/trustee/http";
import { startDemoWitness } from "@/lib/adapters/witness/demo/server";
import { httpWitness } from "@/lib/adapters/witness/http";
import { demoTrust } from "@/lib/adapters/trust/trust";
import { COSIGNATURE, ED25519 } from "@/lib/crypto/checkpoint";
import { moveSandboxClock, platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";
import { startSequencer } from "@/lib/worker/sequencer";
import { creditCode } from "./identity";
import type { TenderWorld } from "./tender-world";

export type OpeningStage = {
  readonly deps: Deps;
  readonly witnessUrls: readonly string[];
  /** Moves the sandbox clock to an instant, for platform and trustees alike. */
  goTo(at: Date): Promise<void>;
  /** Ends one trustee's process (1 … 3). */
  /** From now on it takes every question and answers none: worse than one that is down. */
  silenceTrustee(n: number): Promise<void>;
  /** What a dishonest trustee could sign. */
  signAsTrustee(uscc: string, bytes: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** The real counterparts of an opening on loopback: three trustees with their key stores, witnesses, the log's sequencer. */
export async function openingStage(world: TenderWorld, witnessCount = 1): Promise<OpeningStage> {
  const folder = mkdtempSync(join(tmpdir(), "xinbiao-opening-"));
  const clock = { offset: 0 };
  // The test's own clock: the sandbox offset over the machine's.
  const now = () => new Date(performance.timeOrigin + performance.now() + clock.offset);
  const pki = await openDemoPki(join(folder, "ca"));
  const base = world.deps.trust;
  const own = await base.list();
  const theirs = demoTrust(pki, now);
  const trust = {
    list: async () => ({ ...own, authorities: [...own.authorities, ...(await theirs.list()).authorities] }),
    crls: async () => [...(await base.crls()), ...(await theirs.crls())],
  };
  const log = await noteSigner(join(folder, "log.key"), "bid.test/log", ED25519);
  const witnesses = await Promise.all(
    Array.from({ length: witnessCount }, async (_, at) => {
      const signer = await noteSigner(join(folder, `witness-${at + 1}.key`), `witness.test/w${at + 1}`, COSIGNATURE);
      const config = { signer, folder: join(folder, `seen-${at + 1}`), logKeys: async () => [log.verifierKey], now };
      return { key: signer.verifierKey, server: await startDemoWitness(config, 0) };
    }),
  );
  const witnessKeys = witnesses.map(({ key }) => key);
  const signers: Awaited<ReturnType<typeof demoIdentity>>[] = [];
  const trustees = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const request = {
        kind: "trustee" as const,
        authority: "demo-b" as const,
        name: `开启受托方 ${n}`,
        uscc: creditCode(950 + n),
      };
      const signer = await demoIdentity(join(folder, `trustee-${n}`), request, async () => pki);
      signers.push(signer);
      return startDemoTrustee(
        {
          trust,
          now,
          platformUscc: world.deps.platform.uscc,
          signer,
          store: await openKeyStore(join(folder, `keys-${n}`), join(folder, `master-${n}.key`)),
          logKeys: async () => ({ log: log.verifierKey, witnesses: witnessKeys }),
          own: n === 2,
        },
        0,
      );
    }),
  );
  const deps: Deps = {
    ...world.deps,
    trust,
    log: { ...log, origin: "bid.test/log", intervalMs: 200, witnessKeys: async () => witnessKeys },
    witnesses: witnesses.map(({ server }) => httpWitness(server.url)),
    trustees: trustees.map(({ url }, at) => httpTrustee(url, at === 1)),
  };
  const silent = createServer(() => undefined);
  const problems: string[] = [];
  const sequencer = startSequencer(deps, (problem) => problems.push(problem));
  return {
    deps,
    signAsTrustee: (uscc, bytes) => signers.find((one) => one.uscc === uscc)!.signStatement(bytes),
    witnessUrls: witnesses.map(({ server }) => server.url),
    goTo: async (at) => {
      const offset = clock.offset + (at.getTime() - (await platformNow()).getTime());
      await inTransaction((tx) => moveSandboxClock(tx, Math.max(offset, clock.offset)));
      clock.offset = Math.max(offset, clock.offset);
    },
    silenceTrustee: async (n) => {
      const { port } = new URL(trustees[n - 1]!.url);
      await trustees[n - 1]!.close();
      silent.listen(Number(port), "127.0.0.1");
      await once(silent, "listening");
    },
    close: async () => {
      await sequencer.stop();
      silent.closeAllConnections();
      silent.close();
      await Promise.all([...trustees, ...witnesses.map(({ server }) => server)].map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
      if (problems.length > 0) console.warn([...new Set(problems)].join("\n"));
    },
  };
}
