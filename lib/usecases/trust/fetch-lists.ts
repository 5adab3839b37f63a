import type { TrustedAuthority } from "@/lib/crypto/binding";
import { crlOf } from "@/lib/crypto/crl-origin";
import { platformNow } from "@/lib/store/clock";
import { revocationLines, saveFailure, saveList } from "@/lib/store/revocation";
import type { Deps } from "@/lib/usecases/deps";
import { listInForce } from "./list-in-force";

/** Every hour (protocol §3.4); what failed is tried again sooner, so that an outage ends for us when it ends. */
const EVERY_MS = 3_600_000;
const RETRY_MS = 300_000;
/** An authority's clock may be a little ahead of ours; a list from further on is not believed. */
const AHEAD_MS = 300_000;
const PROBLEM_LENGTH = 300;

type Address = { readonly url: string; readonly authority: TrustedAuthority };

/** The addresses of the list in force whose hour has come. */
async function dueAddresses(now: Date): Promise<readonly Address[]> {
  const list = await listInForce();
  if (!list) return [];
  const lines = new Map((await revocationLines()).map((line) => [line.url, line]));
  const addresses = list.authorities.flatMap((authority) => authority.crlUrls.map((url) => ({ url, authority })));
  return addresses.filter(({ url }) => {
    const line = lines.get(url);
    if (!line) return true;
    const since = now.getTime() - line.triedAt.getTime();
    const stale = line.nextUpdate !== null && line.nextUpdate < now && since >= RETRY_MS;
    return stale || since >= (line.failures > 0 ? RETRY_MS : EVERY_MS) || since < 0;
  });
}

/**
 * Fetches every CRL whose hour has come. One address that fails is noted and does not hold up the others.
 * @returns how many addresses were asked
 */
export async function fetchDueLists(deps: Pick<Deps, "revocation">): Promise<number> {
  const due = await dueAddresses(await platformNow());
  await Promise.all(due.map((address) => fetchList(address, deps)));
  return due.length;
}

/** Nobody's address is asked more often, however many acts wait for it. */
const PAUSE_MS = 30_000;

/** Asks the addresses of one authority now, before their hour: for an act that must know. */
export async function fetchListsOf(authority: TrustedAuthority, deps: Pick<Deps, "revocation">): Promise<void> {
  const [now, lines] = await Promise.all([platformNow(), revocationLines()]);
  const asked = authority.crlUrls.filter((url) => {
    const line = lines.find((one) => one.url === url);
    return !line || Math.abs(now.getTime() - line.triedAt.getTime()) >= PAUSE_MS;
  });
  await Promise.all(asked.map((url) => fetchList({ url, authority }, deps)));
}

async function fetchList({ url, authority }: Address, { revocation }: Pick<Deps, "revocation">): Promise<void> {
  try {
    const der = await revocation.get(url);
    const { thisUpdate, nextUpdate, fingerprint } = await crlOf(authority, der);
    const now = await platformNow();
    if (thisUpdate.getTime() > now.getTime() + AHEAD_MS)
      throw new Error(`from the future: ${thisUpdate.toISOString()}`);
    const fetched = { der, sha256: fingerprint, thisUpdate, nextUpdate };
    if (!(await saveList(url, authority.id, fetched, now))) throw new Error("older than the list at hand");
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, PROBLEM_LENGTH);
    await saveFailure(url, authority.id, problem, await platformNow());
  }
}
