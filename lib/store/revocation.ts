import type { OcspAnswer, RevocationList } from "@/prisma/generated/client";
import { type Db, db } from "./db";

export type { OcspAnswer, RevocationList };

/** Changes whenever a list was fetched anew. */
export async function revocationMark(on: Db = db()): Promise<string> {
  const [row] = await on.$queryRaw<{ mark: string }[]>`
    SELECT count(der) || ' ' || coalesce(max(fetched_at)::text, '') AS mark FROM revocation_list`;
  return row?.mark ?? "";
}

/** DER of the newest list from every address. */
export async function newestLists(on: Db = db()): Promise<readonly Uint8Array[]> {
  const rows = await on.revocationList.findMany({
    where: { der: { not: null } },
    select: { der: true },
    orderBy: { url: "asc" },
  });
  return rows.map(({ der }) => new Uint8Array(der!));
}

export type RevocationLine = Omit<RevocationList, "der">;

/** What is known of every address, without the lists themselves. */
export const revocationLines = (on: Db = db()): Promise<readonly RevocationLine[]> =>
  on.revocationList.findMany({ omit: { der: true }, orderBy: { url: "asc" } });

export const revocationList = (url: string, on: Db = db()): Promise<RevocationList | null> =>
  on.revocationList.findUnique({ where: { url } });

export type Fetched = {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
};

/**
 * Keeps what an address gave. An older list never takes the place of a newer one: somebody on the way could otherwise
 * show the list from before a revocation.
 * @returns whether it is the newest now
 */
export async function saveList(url: string, authorityId: string, fetched: Fetched, at: Date): Promise<boolean> {
  const { sha256, thisUpdate, nextUpdate } = fetched;
  const count = await db().$executeRaw`
    INSERT INTO revocation_list (url, authority_id, der, sha256, this_update, next_update, fetched_at, tried_at)
    VALUES (${url}, ${authorityId}, ${Buffer.from(fetched.der)}, ${sha256}, ${thisUpdate}, ${nextUpdate}, ${at}, ${at})
    ON CONFLICT (url) DO UPDATE SET authority_id = excluded.authority_id, der = excluded.der, sha256 = excluded.sha256,
           this_update = excluded.this_update, next_update = excluded.next_update, fetched_at = excluded.fetched_at,
           tried_at = excluded.tried_at, failures = 0, problem = NULL
     WHERE revocation_list.this_update IS NULL OR excluded.this_update >= revocation_list.this_update`;
  return count === 1;
}

/** Notes a try in vain; what was fetched before stays. @param problem for the operator, never shown to bidders */
export async function saveFailure(url: string, authorityId: string, problem: string, at: Date): Promise<void> {
  await db().revocationList.upsert({
    where: { url },
    create: { url, authorityId, triedAt: at, failures: 1, problem },
    update: { triedAt: at, failures: { increment: 1 }, problem },
  });
}

export const ocspAnswer = (fingerprint: string, on: Db = db()): Promise<OcspAnswer | null> =>
  on.ocspAnswer.findUnique({ where: { fingerprint } });

export async function saveAnswer(
  fingerprint: string,
  authorityId: string,
  answer: Fetched | { readonly problem: string },
  at: Date,
): Promise<void> {
  const failed = "problem" in answer;
  const kept = failed
    ? { problem: answer.problem }
    : { ...answer, der: Buffer.from(answer.der), fetchedAt: at, failures: 0, problem: null };
  await db().ocspAnswer.upsert({
    where: { fingerprint },
    create: { fingerprint, authorityId, triedAt: at, ...kept, failures: failed ? 1 : 0 },
    update: { authorityId, triedAt: at, ...kept, ...(failed ? { failures: { increment: 1 } } : {}) },
  });
}
