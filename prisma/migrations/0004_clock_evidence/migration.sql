-- What the platform signed of its own clock is the ground of an extension, too: the row says which statements those are.
ALTER TABLE "outage" ADD COLUMN "end_hash" TEXT;
CREATE UNIQUE INDEX "outage_end_hash_key" ON "outage"("end_hash");

-- Outages of before: the audit entry of each turn has the statement's hash and the instant of the sources.
UPDATE outage o SET hash = a.after_hash
  FROM audit_entry a
 WHERE o.kind = 'clock' AND o.hash IS NULL AND a.action = 'clock.stop' AND (a.facts->>'at')::timestamptz = o.begun_at;
UPDATE outage o SET end_hash = a.after_hash
  FROM audit_entry a
 WHERE o.kind = 'clock' AND a.action = 'clock.resume' AND (a.facts->>'at')::timestamptz = o.ended_at;
