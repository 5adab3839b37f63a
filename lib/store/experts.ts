import type { ExpertForDraw } from "@/lib/domain/committee";
import type { Expert } from "@/prisma/generated/client";
import { type Db, db } from "./db";

export type PoolExpert = ExpertForDraw & { readonly personId: string; readonly employerUscc: string | null };

/** The whole pool, for the draw's own use. */
export async function poolOfExperts(on: Db = db()): Promise<PoolExpert[]> {
  const rows = await on.expert.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ id, personId, specialties, regionCode, employerUscc, state }) => ({
    id,
    personId,
    specialties,
    regionCode,
    employerUscc,
    state: state === "active" || state === "paused" ? state : "removed",
  }));
}

/** Specialties that active experts have, with how many of them. */
export async function specialtiesOfPool(on: Db = db()): Promise<readonly { name: string; experts: number }[]> {
  return on.$queryRaw<{ name: string; experts: number }[]>`
    SELECT s AS name, count(*)::int AS experts FROM expert, unnest(specialties) AS s
     WHERE state = 'active' GROUP BY s ORDER BY s`;
}

export const expertOfPerson = (personId: string, on: Db = db()): Promise<Expert | null> =>
  on.expert.findUnique({ where: { personId } });

/** Years for which an earlier employer keeps somebody out (evaluation.md §2). */
const EARLIER_YEARS = 3;

/**
 * Credit codes of the organisations these people work or worked for within the last three years: what the pool says, and
 * every right to act that the platform knows.
 */
export async function employersOf(
  personIds: readonly string[],
  on: Db = db(),
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await on.$queryRaw<{ personId: string; uscc: string }[]>`
    SELECT e.person_id AS "personId", e.employer_uscc AS uscc FROM expert e
     WHERE e.person_id = ANY (${[...personIds]}::uuid[]) AND e.employer_uscc IS NOT NULL
    UNION
    SELECT m.person_id, p.uscc FROM membership m JOIN party p ON p.id = m.party_id
     WHERE m.person_id = ANY (${[...personIds]}::uuid[])
       AND (m.valid_to IS NULL OR m.valid_to > platform_now() - make_interval(years => ${EARLIER_YEARS}::int))`;
  const employers = new Map<string, string[]>();
  for (const { personId, uscc } of rows) employers.set(personId, [...(employers.get(personId) ?? []), uscc]);
  return employers;
}
