import { db } from "./db";

/** What is still to be stamped, with its imprint (SHA-256, hex); null if there is none or it has its token. */
export async function unstampedStatement(statementId: string): Promise<string | null> {
  const row = await db().statement.findUnique({ where: { id: statementId }, select: { sha256: true, tst: true } });
  return row && !row.tst ? row.sha256 : null;
}

/** The same for a seal or withdrawal: the imprint is the bid id (protocol §2.8), by the hash of its lot's suite. */
export async function unstampedBid(
  digest: string,
): Promise<{ readonly digest: string; readonly lotId: string } | null> {
  const row = await db().sealedBid.findUnique({ where: { digest }, select: { digest: true, lotId: true, tst: true } });
  return row && !row.tst ? row : null;
}

/** Keeps the token; of two fetched at once the first stays. */
export async function keepStatementToken(statementId: string, token: Uint8Array): Promise<void> {
  await db().statement.updateMany({ where: { id: statementId, tst: null }, data: { tst: Buffer.from(token) } });
}

export async function keepBidToken(digest: string, token: Uint8Array): Promise<void> {
  await db().sealedBid.updateMany({ where: { digest, tst: null }, data: { tst: Buffer.from(token) } });
}
