import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, serve } from "@/lib/adapters/loopback/server";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import type { TrustList } from "@/lib/crypto/binding";
import { statementHash } from "@/lib/crypto/statements";
import { trustListBytes } from "@/lib/crypto/trust-list";
import { db, inTransaction } from "@/lib/store/db";
import { revocationLines } from "@/lib/store/revocation";
import { addTrustVersion, latestTrustNumber } from "@/lib/store/trust";
import { type Counterparts, startCounterparts } from "@/lib/testing/counterparts";
import { useFreshDatabase } from "@/lib/testing/database";
import { member, testSecrets } from "@/lib/testing/identity";
import { bindWith, LIFE, newKeyFile } from "@/lib/testing/keys";
import type { Deps } from "@/lib/usecases/deps";
import { listInForce } from "@/lib/usecases/trust/list-in-force";

useFreshDatabase();

const bundle = path.join(process.cwd(), "node_modules", ".cache", `worker-trust-${process.pid}.mjs`);
let world: Counterparts;
let ca: Running;
let worker: ChildProcess;
let home: DemoPki;
let neighbour: DemoPki;

beforeAll(async () => {
  world = await startCounterparts();
  home = await openDemoPki(path.join(world.env.DATA_DIR, "demo", "ca"));
  neighbour = await openDemoPki(mkdtempSync(path.join(tmpdir(), "neighbour-")));
  // Both regions' authorities at one address, as the demonstration's names lead to it.
  ca = await serve(async ({ method, url, body }) => {
    const [, id, what] = url.pathname.split("/");
    const pki = id === "neighbour" ? neighbour : home;
    const name = id === "neighbour" ? "demo-b" : id!;
    const bytes =
      method === "POST"
        ? await pki.ocsp(name, body, new Date())
        : (await pki.crlsByPath(new Date())).get(`/${name}/${what}`);
    return bytes ? { status: 200, bytes } : { status: 404 };
  }, 0);
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["lib/programs/worker.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@": process.cwd() },
    banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
    logLevel: "error",
  });
  const env = { ...process.env, ...world.env, CA_URL: ca.url, DATABASE_URL: process.env.DATABASE_URL };
  worker = spawn(process.execPath, [bundle], { env, stdio: "ignore" });
}, 120_000);
afterAll(async () => {
  worker.kill("SIGKILL");
  await ca.close();
  await world.close();
  await rm(bundle, { force: true });
});

async function until<T>(look: () => Promise<T | null | false | undefined>): Promise<T> {
  for (const end = Date.now() + 90_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("waited in vain");
  }
}

/** What another process leaves behind when two operators have agreed there. */
async function nextVersion(change: (list: TrustList) => TrustList): Promise<void> {
  const issued = await home.issue({ kind: "platform", authority: "demo-b", name: "信标平台", ...LIFE });
  const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = issued;
  const list = (await listInForce())!;
  const bytes = trustListBytes(change({ ...list, version: list.version + 1 }));
  const cms = await platformSigner({ certificateDer, chainDer, privateKey }).signStatement(bytes);
  const row = { version: list.version + 1, bytes, sha256: statementHash(bytes), cms, proposalId: null };
  await inTransaction((tx) => addTrustVersion(tx, row));
}

describe("R-30: a running worker goes by the newest trust list, whoever made it", () => {
  it("fetches the lists of an authority that was added meanwhile, and learns how its certificates stand", async () => {
    await until(async () => (await latestTrustNumber()) === 1);
    await until(async () => (await revocationLines()).filter(({ sha256 }) => sha256).length === 6);
    const pid = worker.pid;
    const theirs = neighbour.trustList().authorities.find(({ id }) => id === "demo-b")!;
    const crlUrls = ["http://neighbour.ca.invalid/root.crl", "http://neighbour.ca.invalid/sub.crl"];
    const ocspUrls = ["http://neighbour.ca.invalid/ocsp"];
    await nextVersion((list) => ({
      ...list,
      authorities: [...list.authorities, { ...theirs, id: "neighbour", name: "邻省电子认证", crlUrls, ocspUrls }],
    }));
    const lines = await until(async () => {
      const own = (await revocationLines()).filter(({ authorityId, sha256 }) => authorityId === "neighbour" && sha256);
      return own.length === 2 && own;
    });
    expect(lines.map(({ url }) => url).sort()).toEqual(crlUrls);
    const trust = { list: async () => (await listInForce())!, crls: async () => [] };
    const deps = { secrets: testSecrets, origin: "http://localhost:3000", trust } as unknown as Deps;
    const { form, actor } = await member(1, deps);
    const { signer } = await newKeyFile(neighbour, { name: form.name, uscc: form.uscc });
    const { certificateId: id } = await bindWith(actor, signer, deps);
    await until(async () => (await db().certificate.findUniqueOrThrow({ where: { id } })).standing === "good");
    expect([worker.pid, worker.exitCode]).toEqual([pid, null]);
  }, 240_000);

  it("and asks nobody any more at the addresses of one that was taken out", async () => {
    await nextVersion((list) => ({ ...list, authorities: list.authorities.filter(({ id }) => id !== "neighbour") }));
    const certificate = await db().certificate.findFirstOrThrow();
    await db().certificate.update({ where: { id: certificate.id }, data: { askedAt: null } });
    await until(async () => (await db().certificate.findFirstOrThrow()).standing === "unknown");
  }, 120_000);
});
