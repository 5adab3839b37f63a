import type { Role } from "@/lib/domain/actor";
import { type Db, db, type Tx } from "./db";

/** Idle limit of a session. Room and upload pages keep theirs alive with pings. */
export const IDLE_MINUTES = 30;
/** However busy, a session ends after this. */
export const LONGEST_HOURS = 12;

export type LiveSession = {
  readonly sessionId: string;
  readonly personId: string;
  readonly name: string;
  readonly method: "certificate" | "password";
  readonly certSerial: string | null;
  /** Null until an organisation and role are chosen, or when that right has ended. */
  readonly role: Role | null;
  readonly partyId: string | null;
  readonly partyName: string | null;
  readonly uscc: string | null;
  readonly locale: "zh-CN" | "en";
  /** Noted as in use within the last minute: noting it again would write nothing. */
  readonly seenLately: boolean;
};

/**
 * The session as its row has it now; null when it is revoked, idle, over, or its certificate was stopped.
 *
 * Sessions count in real database time, rights in the platform's: moving a sandbox clock ends no session (DECISIONS 5).
 */
export async function liveSession(sessionId: string, on: Db = db()): Promise<LiveSession | null> {
  const [row] = await on.$queryRaw<LiveSession[]>`
    SELECT s.id AS "sessionId", s.person_id AS "personId", p.name, s.method, c.serial AS "certSerial", p.locale,
           CASE WHEN o.id IS NULL THEN NULL ELSE m.role END AS role,
           o.id AS "partyId", o.name AS "partyName", o.uscc,
           s.seen_at >= clock_timestamp() - interval '1 minute' AS "seenLately"
      FROM session s
      JOIN person p ON p.id = s.person_id
      LEFT JOIN membership m ON m.id = s.membership_id AND m.valid_from <= platform_now()
                            AND (m.valid_to IS NULL OR m.valid_to > platform_now())
      LEFT JOIN party o ON o.id = m.party_id AND o.state <> 'disabled'
      LEFT JOIN certificate c ON c.id = s.certificate_id
     WHERE s.id = ${sessionId}::uuid AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
       AND s.seen_at > clock_timestamp() - make_interval(mins => ${IDLE_MINUTES}::int)
       AND (c.id IS NULL OR c.state = 'active')`;
  return row ?? null;
}

/** Notes that the session is in use; at most one write a minute. A session that has gone idle is not revived. */
export async function touchSession(sessionId: string, on: Db = db()): Promise<void> {
  await on.$executeRaw`
    UPDATE session SET seen_at = clock_timestamp()
     WHERE id = ${sessionId}::uuid AND revoked_at IS NULL AND seen_at < clock_timestamp() - interval '1 minute'
       AND seen_at > clock_timestamp() - make_interval(mins => ${IDLE_MINUTES}::int)`;
}

export type NewSession = {
  readonly personId: string;
  readonly membershipId: string | null;
  readonly certificateId: string | null;
  readonly method: "certificate" | "password";
  readonly address: string;
  readonly userAgent: string;
};

export async function openSession(tx: Tx, session: NewSession): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO session (person_id, membership_id, certificate_id, method, address, user_agent, created_at, seen_at, expires_at)
    VALUES (${session.personId}::uuid, ${session.membershipId}::uuid, ${session.certificateId}::uuid, ${session.method},
            ${session.address}, ${session.userAgent.slice(0, 300)}, clock_timestamp(), clock_timestamp(),
            clock_timestamp() + make_interval(hours => ${LONGEST_HOURS}::int))
    RETURNING id`;
  if (!row) throw new Error("session insert gave no row");
  return row.id;
}

export type SessionLine = {
  readonly id: string;
  readonly method: string;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
};

/** The live sessions of a person, latest first. */
export function sessionsOf(personId: string, on: Db = db()): Promise<SessionLine[]> {
  return on.$queryRaw<SessionLine[]>`
    SELECT id, method, address, user_agent AS "userAgent", created_at AS "createdAt", seen_at AS "seenAt"
      FROM session
     WHERE person_id = ${personId}::uuid AND revoked_at IS NULL AND expires_at > clock_timestamp()
       AND seen_at > clock_timestamp() - make_interval(mins => ${IDLE_MINUTES}::int)
     ORDER BY created_at DESC`;
}

/** When and from where the person last signed in before this session. */
export async function signInBefore(personId: string, sessionId: string, on: Db = db()): Promise<SessionLine | null> {
  const [row] = await on.$queryRaw<SessionLine[]>`
    SELECT id, method, address, user_agent AS "userAgent", created_at AS "createdAt", seen_at AS "seenAt"
      FROM session WHERE person_id = ${personId}::uuid AND id <> ${sessionId}::uuid
     ORDER BY created_at DESC LIMIT 1`;
  return row ?? null;
}

/** Ends a session of this person; false if it is not theirs or has ended already. */
export async function revokeSessionOf(tx: Tx, personId: string, sessionId: string): Promise<boolean> {
  const ended = await tx.$executeRaw`
    UPDATE session SET revoked_at = clock_timestamp()
     WHERE id = ${sessionId}::uuid AND person_id = ${personId}::uuid AND revoked_at IS NULL`;
  return ended === 1;
}

/** Sets in whose name the session acts. */
export async function setRight(tx: Tx, sessionId: string, membershipId: string): Promise<void> {
  await tx.session.update({ where: { id: sessionId }, data: { membershipId } });
}
