import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { ED25519 } from "@/lib/crypto/checkpoint";
import { useEngine } from "@/lib/crypto/engine";
import { venuesOf } from "@/lib/domain/venue";
import { machineNow } from "@/lib/kernel/clock";
import { sandboxClock } from "./clock/sandbox-file";
import { sandboxClockFile } from "./clock/sandbox-writer";
import { SERVER_ENGINE } from "./engine/server";
import { httpHub } from "./hub/http";
import { noteSigner } from "./log/ed25519";
import { readOrMake } from "./loopback/keep";
import { diskObjects } from "./objects/disk";
import { s3Objects } from "./objects/s3";
import { sayingWhy } from "./objects/unavailable";
import { httpPayment } from "./payment/http";
import { pdfMaker } from "./pdf/maker";
import { DEMO_CAST } from "./pki/demo/cast";
import { demoIdentity } from "./pki/demo/identity";
import { openDemoPki } from "./pki/demo/pki";
import { platformSignerFromFiles } from "./pki/platform";
import { httpRemote } from "./remote/http";
import { httpRevocation } from "./revocation/http";
import { nodeSecrets } from "./secrets/node-secrets";
import { dataDirOf, type Env, limitsOf, listOf, millisOf, originOf } from "./settings";
import { demoTrust, fileTrust, type Trust } from "./trust/trust";
import { httpTrustee } from "./trustee/http";
import { timeSources } from "./time/sources";
import { spareTsa } from "./tsa/spare";
import { httpWitness } from "./witness/http";
import { witnessKeys } from "./witness/keys";

/** One interval of the transparency log in production (protocol §6.1). */
const LOG_INTERVAL_MS = 10_000;

/**
 * The outside world from the environment: every port of the use cases with its real adapter. What is not named falls back
 * to the demonstration under DATA_DIR, made at the first start; what cannot be reached is found out when it is used.
 *
 * @param keep makes the trust in force of the one installed: programs with a database judge by its newest version
 * @throws {Error} in one sentence for a setting that makes no sense
 */
export async function adaptersFromEnv(env: Env, keep: (installed: Trust) => Trust = (installed) => installed) {
  useEngine(SERVER_ENGINE);
  mustNameItsOwn(env);
  venuesOf(env.EVALUATION_VENUES ?? "");
  const dataDir = dataDirOf(env);
  const now = sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow);
  const trust = keep(await trustFrom(env, dataDir, now));
  return {
    objects: await objectsFrom(env, dataDir),
    platform: await platformFrom(env, dataDir),
    log: await logFrom(env, dataDir),
    trust,
    revocation: httpRevocation({ demoCa: env.SANDBOX_CLOCK_FILE ? env.CA_URL : undefined }),
    tsa: env.TSA_URL ? spareTsa(listOf(env.TSA_URL)) : { stamp: absent("TSA_URL") },
    timeSources: timeSources(env),
    trustees: trusteesFrom(env),
    witnesses: listOf(env.WITNESS_URL).map(httpWitness),
    hub: hubFrom(env, trust, now),
    payment: httpPayment(env.PAYMENT_URL ?? "http://127.0.0.1:0", await paymentSecret(env, dataDir)),
    remote: env.REMOTE_SIGN_URL ? httpRemote(env.REMOTE_SIGN_URL, await remoteSecret(env, dataDir)) : undefined,
    pdf: pdfMaker,
    secrets: nodeSecrets(await identitySecret(env, dataDir), env.PLATFORM_NAME ?? "信标"),
    limits: limitsOf(env),
    origin: originOf(env),
    sandboxClock: env.SANDBOX_CLOCK_FILE ? sandboxClockFile(env.SANDBOX_CLOCK_FILE) : undefined,
  };
}

/** A service nobody configured behaves like one that is down: the procedure goes on, what waits for it waits. */
const absent = (name: string) => (): Promise<never> => Promise.reject(new Error(`${name} is not set`));

async function objectsFrom(env: Env, dataDir: string) {
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = env;
  if (!endpoint) return sayingWhy(diskObjects(join(dataDir, "objects")));
  if (!accessKey || !secretKey) throw new Error("S3_ENDPOINT is set, but S3_ACCESS_KEY or S3_SECRET_KEY is not");
  const objects = await s3Objects({
    endpoint,
    accessKey,
    secretKey,
    bucket: env.S3_BUCKET ?? "xinbiao",
    region: env.S3_REGION ?? "us-east-1",
  });
  return sayingWhy(objects);
}

/** PLATFORM_IDENTITY is the base of `.pem` (certificate and chain) and `.key.pem`. */
const platformFrom = (env: Env, dataDir: string) =>
  env.PLATFORM_IDENTITY
    ? platformSignerFromFiles(env.PLATFORM_IDENTITY)
    : demoIdentity(
        join(dataDir, "platform", "cert"),
        { kind: "platform", authority: "demo-a", ...DEMO_CAST.platform },
        () => openDemoPki(join(dataDir, "demo", "ca")),
      );

async function logFrom(env: Env, dataDir: string) {
  const origin = env.LOG_ORIGIN ?? "bid.xinbiao.local/log";
  const signer = await noteSigner(env.LOG_KEY_FILE ?? join(dataDir, "platform", "log.key"), origin, ED25519);
  const keysOfWitnesses = () => witnessKeys(env.WITNESS_KEYS, dataDir);
  const intervalMs = millisOf(env, "LOG_INTERVAL_MS", LOG_INTERVAL_MS);
  return { ...signer, origin, intervalMs, witnessKeys: keysOfWitnesses };
}

/** Outside the sandbox nobody may be believed by default: whoever holds the demonstration's keys could be any company. */
function mustNameItsOwn(env: Env): void {
  if (env.SANDBOX !== "off") return;
  for (const name of ["TRUST_LIST", "PLATFORM_IDENTITY"])
    if (!env[name])
      throw new Error(
        `SANDBOX=off 时必须设置 ${name}。With SANDBOX=off ${name} must be set; the demonstration's is not taken.`,
      );
}

async function trustFrom(env: Env, dataDir: string, now: () => Date): Promise<Trust> {
  if (env.TRUST_LIST) return fileTrust(env.TRUST_LIST, env.CRL_DIR ?? join(dataDir, "trust", "crls"));
  const demo = demoTrust(await openDemoPki(join(dataDir, "demo", "ca")), now);
  // Where the demonstration's CA program runs, lists are fetched from it as from any other authority.
  return env.CA_URL ? { list: demo.list, crls: async () => [] } : demo;
}

/** TRUSTEE_URLS in the order of the policy; TRUSTEE_OWN_URL is the platform's own opening service among them. */
function trusteesFrom(env: Env) {
  const urls = listOf(env.TRUSTEE_URLS);
  const own = env.TRUSTEE_OWN_URL ?? urls[1] ?? urls[0];
  return urls.map((url) => httpTrustee(url, url === own));
}

function hubFrom(env: Env, trust: Trust, now: () => Date) {
  if (!env.HUB_URL) return { deliver: absent("HUB_URL"), health: async () => false };
  return httpHub({ url: env.HUB_URL, uscc: env.HUB_USCC ?? DEMO_CAST.hub.uscc, trust, now });
}

const secretFile = (path: string) => readOrMake(path, () => randomBytes(32).toString("hex"));

const paymentSecret = async (env: Env, dataDir: string) =>
  env.PAYMENT_SECRET ?? (await secretFile(join(dataDir, "demo", "payment", "secret")));

const remoteSecret = async (env: Env, dataDir: string) =>
  env.REMOTE_SIGN_SECRET ?? (await secretFile(join(dataDir, "demo", "remote", "secret")));

/** The secret under which personal data are kept: the environment's, or the installation's own. */
export const identitySecret = async (env: Env, dataDir: string) =>
  env.IDENTITY_SECRET ?? (await secretFile(join(dataDir, "platform", "identity.secret")));
