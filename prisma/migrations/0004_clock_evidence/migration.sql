-- What the platform signed of its own clock is the ground of an extension, too: the row says which statements those are.
ALTER TABLE "outage" ADD COLUMN "end_hash" TEXT;
CREATE UNIQUE INDEX "outage_end_hash_key" ON "outage"("end_hash");
