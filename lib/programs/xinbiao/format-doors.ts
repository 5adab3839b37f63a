/** Doors for programs of others: the very ones our own pages use. */
export const DOORS = [
  {
    door: "POST /api/v1/session/challenge",
    body: "{}",
    answer: "{bytesBase64}: canonical login statement, single use, 120 s",
    schemas: ["api-challenge"],
  },
  {
    door: "POST /api/v1/session",
    body: "{statement, cms, role?} (base64)",
    answer: "{token, chosen}: Authorization: Bearer <token>",
    schemas: ["api-session-request", "api-session"],
  },
  {
    door: "POST /api/v1/bids",
    body: "{id, lot}",
    answer: "{bidId, state, seq, prev}",
    schemas: ["api-bid-request", "api-bid"],
  },
  {
    door: "GET /api/v1/bids/{bidId}/material",
    body: null,
    answer: "signed tender record and opening policy, seq, prev, headers in force",
    schemas: ["api-material"],
  },
  {
    door: "POST /api/v1/bids/{bidId}/uploads",
    body: "header, canonical JSON bytes",
    answer: "{uploadId, container, parts: [{segment, part, sha256}]}: the parts stored already",
    schemas: ["header", "api-upload"],
  },
  {
    door: "PUT /api/v1/uploads/{uploadId}/parts/{segment}/{part}",
    body: "128 chunks (8390656 bytes) or the last fewer; x-content-sha256: hex",
    answer: "{segment, part, sha256}; repeating it is harmless",
    schemas: ["api-part"],
  },
  {
    door: "POST /api/v1/bids/{bidId}/seals",
    body: "u32 length of the seal, seal, CMS",
    answer:
      "{accepted: true, digest, receipt, cms} or the signed refusal {accepted: false, code, message, rules, fields, statement, cms}",
    schemas: ["seal", "api-accepted", "receipt", "api-refused", "refusal"],
  },
  {
    door: "POST /api/v1/bids/{bidId}/withdrawals",
    body: "u32 length, withdraw statement, CMS",
    answer: "as seals",
    schemas: ["withdraw", "api-accepted", "receipt", "api-refused", "refusal"],
  },
  {
    door: "GET /api/v1/bids/{bidId}/receipt?digest=…",
    body: null,
    answer: "receipt-bundle (.sbcr)",
    schemas: ["receipt-bundle"],
  },
  {
    door: "GET /api/v1/bids/{bidId}/release",
    body: null,
    answer: "{bid, tender, nonce, groups}",
    schemas: ["api-release-material"],
  },
  {
    door: "POST /api/v1/bids/{bidId}/release",
    body: "{statement, cms|null, channel} (base64)",
    answer: "{released: true}",
    schemas: ["api-release-request", "release", "api-released"],
  },
  {
    door: "GET /api/v1/bids/{bidId}/resubmissions",
    body: null,
    answer: "{material, seal, nonce}: in the remedial window, where the policy has resubmit; uploads are open then too",
    schemas: ["api-resubmission-material"],
  },
  {
    door: "POST /api/v1/bids/{bidId}/resubmissions",
    body: "{seal, sealCms, release, releaseCms|null} (base64)",
    answer: "as seals; the receipt is for the container submitted again",
    schemas: ["api-resubmission-request", "api-accepted", "receipt", "api-refused", "refusal"],
  },
  {
    door: "POST <witness or supervisor>/release",
    body: "{statement, cms} (base64): a signed release, where the platform does not answer",
    answer:
      "{receipt, platform}: a signed note of three lines (SBC/1 release-receipt, SHA-256 of the release, time), and the platform's answer or null while it is forwarded",
  },
  {
    door: "POST /api/v1/relayed-releases",
    body: "{statement, cms, receipt}: from such an endpoint",
    answer: "{released: true}",
  },
  {
    door: "POST /api/v1/outages",
    body: "{note}: from a witness: a signed note of two lines (SBC/1 unreachable, the canonical statement unreachable)",
    answer: "{hash}: SHA-256 of the statement; repeating it is harmless",
    schemas: ["unreachable"],
  },
  {
    door: "GET /api/v1/outages, GET /api/v1/outages/{hash}",
    body: null,
    answer:
      "{outages: […]}: times without intake, each measurement by itself, witnesses' with hash and note, the clock's with the hashes of the statements that began and ended it; one by its hash: {note, log} of a witness, clock-evidence of the clock, with event, blind and tlog-proof, log null while it is not sealed",
    schemas: ["clock", "clock-evidence", "unreachable"],
  },
  {
    door: "GET <witness>/unreachable",
    body: null,
    answer:
      "{witness, notes: [{note, state, answer}]}: the same notes from the witness itself, and what the platform made of them",
  },
  { door: "GET /log/checkpoint, GET /log/tile/{L}/{N}", body: null, answer: "C2SP checkpoint and tlog-tiles" },
  {
    door: "GET /log/stamped/checkpoint, …/checkpoint.tst, GET /log/stamped/{size}/checkpoint, …/checkpoint.tst",
    body: null,
    answer:
      "the newest checkpoint that has an hourly timestamp, or that of a size, with its cosignatures; and the RFC 3161 token (DER) over these bytes",
  },
  {
    door: "GET /api/v1/trust/{version}, …/signature, …/proof",
    body: null,
    answer: "one version of the trust list, the platform's CMS over it, its log proof",
    schemas: ["trust-list"],
  },
] as const;
