-- What all containers of a bid keep, headers and parts, in octets.
CREATE FUNCTION kept_octets(of_bid uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (COALESCE((SELECT sum(octet_length(u.header)) FROM upload u WHERE u.bid_id = of_bid), 0)
        + COALESCE((SELECT sum(p.size_bytes) FROM upload u JOIN upload_part p ON p.upload_id = u.id
                     WHERE u.bid_id = of_bid), 0))::bigint
$$;

-- Only one transaction at a time adds to the uploads of a bid; submission and closing do not wait for it.
CREATE FUNCTION hold_uploads(of_bid uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('uploads ' || of_bid, 0))
$$;

-- Notes a part if all containers of its bid then keep no more than `most` octets: lock, count and row in one question,
-- for this is the path of every octet of every bid. The count is a statement of its own behind the lock: it sees what was
-- noted while this one waited.
CREATE FUNCTION note_part(of_bid uuid, most bigint, to_upload uuid, its_segment int, its_part int, octets int,
                          its_sha256 text, its_root bytea, its_chunks int, its_key text, looked_encrypted boolean)
RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM hold_uploads(of_bid);
  INSERT INTO upload_part (upload_id, segment, part, size_bytes, sha256, root, chunks, object_key, encrypted, at)
  SELECT to_upload, its_segment, its_part, octets, its_sha256, its_root, its_chunks, its_key, looked_encrypted, platform_now()
   WHERE kept_octets(of_bid) + octets <= most
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;
