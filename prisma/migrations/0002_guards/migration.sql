-- The clock. Outside a sandbox it is clock_timestamp() and nothing else (settled 13, protocol §5). Cut to milliseconds,
-- which is what a JavaScript Date holds: an instant in a receipt is then exactly the one in the row. Cutting goes down,
-- so an arrival at the deadline's own millisecond is still late.
INSERT INTO sandbox (id, enabled, offset_ms) VALUES (1, false, 0);
INSERT INTO clock_watch (id, state, agreeing, asked) VALUES (1, 'unknown', 0, 0);

CREATE FUNCTION platform_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp())
         + COALESCE((SELECT offset_ms FROM sandbox WHERE id = 1 AND enabled), 0) * interval '1 millisecond'
$$;

-- A sandbox clock goes forward only: backwards, a deadline that has passed could be passed again.
CREATE FUNCTION sandbox_forward_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.enabled AND (NOT NEW.enabled OR NEW.offset_ms < OLD.offset_ms) THEN
    RAISE EXCEPTION 'the sandbox clock goes forward only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sandbox_forward_only BEFORE UPDATE ON sandbox FOR EACH ROW EXECUTE FUNCTION sandbox_forward_only();

-- Append-only tables: nobody with the application's login edits history; the chain and the log prove the rest.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON arrival FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON arrival_outcome FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_batch FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_node FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_stamp FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON opening_event FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON release FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON resubmission FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON trustee_share FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON party_version FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON party_check FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON download FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON opening_policy FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tender_record FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON trust_version FOR EACH ROW EXECUTE FUNCTION append_only();

-- A statement keeps its bytes and its signature; only the timestamp token may be added later.
CREATE FUNCTION statement_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.bytes <> OLD.bytes OR NEW.cms IS DISTINCT FROM OLD.cms OR NEW.type <> OLD.type
     OR NEW.lot_id IS DISTINCT FROM OLD.lot_id OR (OLD.tst IS NOT NULL AND NEW.tst IS DISTINCT FROM OLD.tst) THEN
    RAISE EXCEPTION 'a statement is not changed after it was made';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_fixed BEFORE UPDATE OR DELETE ON statement FOR EACH ROW EXECUTE FUNCTION statement_fixed();

-- A sealed bid keeps its bytes, arrival and receipt; its state and its late papers may be added.
CREATE FUNCTION sealed_bid_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.bytes <> OLD.bytes OR NEW.cms <> OLD.cms OR NEW.receipt <> OLD.receipt
     OR NEW.receipt_cms <> OLD.receipt_cms OR NEW.at <> OLD.at OR NEW.arrival_id <> OLD.arrival_id THEN
    RAISE EXCEPTION 'a sealed bid is not changed after its receipt';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sealed_bid_fixed BEFORE UPDATE OR DELETE ON sealed_bid FOR EACH ROW EXECUTE FUNCTION sealed_bid_fixed();

-- An event of the log keeps what was committed; its place in a batch is given once.
CREATE FUNCTION log_event_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.event <> OLD.event OR NEW.commitment <> OLD.commitment OR NEW.blind <> OLD.blind
     OR NEW.hash <> OLD.hash OR NEW.kind <> OLD.kind
     OR (OLD.batch_idx IS NOT NULL AND (NEW.batch_idx IS DISTINCT FROM OLD.batch_idx OR NEW.pos IS DISTINCT FROM OLD.pos)) THEN
    RAISE EXCEPTION 'an event of the log is not changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_event_fixed BEFORE UPDATE OR DELETE ON log_event FOR EACH ROW EXECUTE FUNCTION log_event_fixed();

-- Log heads: cosignatures are added, nothing else changes.
CREATE FUNCTION log_head_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.root <> OLD.root OR NEW.note <> OLD.note THEN
    RAISE EXCEPTION 'a log head is not changed after it was signed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_head_fixed BEFORE UPDATE OR DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION log_head_fixed();

-- Published text is immutable; a change is a new notice (R-44).
CREATE FUNCTION notice_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('draft', 'reviewing') THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'DELETE' OR NEW.title <> OLD.title OR NEW.content <> OLD.content OR NEW.digest IS DISTINCT FROM OLD.digest
     OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at) THEN
    RAISE EXCEPTION 'a signed notice is not changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_fixed BEFORE UPDATE OR DELETE ON notice FOR EACH ROW EXECUTE FUNCTION notice_fixed();

-- An issued document set is immutable (R-61).
CREATE FUNCTION document_set_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'DELETE' OR NEW.terms <> OLD.terms OR NEW.docs IS DISTINCT FROM OLD.docs OR NEW.version <> OLD.version THEN
    RAISE EXCEPTION 'an issued document set is not changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_set_fixed BEFORE UPDATE OR DELETE ON document_set FOR EACH ROW EXECUTE FUNCTION document_set_fixed();

-- Search in Chinese text: single characters and pairs. Trigrams would not find words of two characters, and most are. A
-- character twice is harmless, the index keeps each key once; that saves sorting them by the rules of Chinese, which took
-- ten times as long. The cost is what it takes for a notice: with the usual one the planner filters a whole list by it
-- instead of asking the index.
CREATE FUNCTION grams(t text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 4000 AS $$
DECLARE
  singles text[] := string_to_array(regexp_replace(lower(t), '\s', ' ', 'g'), NULL);
  pairs text[] := '{}';
  before text COLLATE "C" := ' ';
  one text COLLATE "C";
BEGIN
  FOREACH one IN ARRAY singles LOOP
    IF one <> ' ' AND before <> ' ' THEN pairs := pairs || (before || one); END IF;
    before := one;
  END LOOP;
  RETURN array_remove(singles, ' ') || pairs;
END $$;
CREATE INDEX notice_grams ON notice USING gin ((grams(search_text) COLLATE "C"));
