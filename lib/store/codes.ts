import type { Tx } from "./db";

/**
 * The next code under a prefix: the highest serial so far plus one, padded. Codes nest (project 17 → tender 20 → lot 23
 * characters, data dictionary §1); they are unique and never change.
 *
 * The advisory lock makes two people who create at once wait for each other: the second would else meet the unique key.
 */
async function nextCode(tx: Tx, table: "project" | "tender" | "lot", prefix: string, digits: number): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`${table}:${prefix}`}))`;
  const length = prefix.length + digits;
  const [row] = await tx.$queryRawUnsafe<{ top: string | null }[]>(
    `SELECT max(code) AS top FROM ${table} WHERE code LIKE $1 AND length(code) = $2`,
    `${prefix}%`,
    length,
  );
  const serial = row?.top ? Number(row.top.slice(prefix.length)) + 1 : 1;
  if (serial >= 10 ** digits) throw new Error(`no code left under ${prefix}`);
  return prefix + String(serial).padStart(digits, "0");
}

/** @param platformId identification code of this platform, 11 characters */
export const nextProjectCode = (tx: Tx, platformId: string): Promise<string> => nextCode(tx, "project", platformId, 6);
export const nextTenderCode = (tx: Tx, projectCode: string): Promise<string> => nextCode(tx, "tender", projectCode, 3);
export const nextLotCode = (tx: Tx, tenderCode: string): Promise<string> => nextCode(tx, "lot", tenderCode, 3);
