-- CreateTable
CREATE TABLE "candidate" (
    "lot_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "party_id" UUID NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "candidate_pkey" PRIMARY KEY ("lot_id","rank")
);

-- CreateTable
CREATE TABLE "objection" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "party_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "interest" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "claim" TEXT NOT NULL,
    "file_ids" UUID[],
    "at" TIMESTAMPTZ(6) NOT NULL,
    "in_time" BOOLEAN NOT NULL,
    "due_target" TIMESTAMPTZ(6) NOT NULL,
    "due_limit" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT,
    "answered_by_id" UUID,
    "answered_at" TIMESTAMPTZ(6),
    "statement_id" UUID,
    "answer_statement_id" UUID,

    CONSTRAINT "objection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suspension" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "ref_id" UUID,
    "reason" TEXT NOT NULL,
    "from" TIMESTAMPTZ(6) NOT NULL,
    "to" TIMESTAMPTZ(6),
    "statement_id" UUID,

    CONSTRAINT "suspension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supervision_order" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "number" TEXT NOT NULL,
    "lot_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "statement_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "supervision_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "award" (
    "lot_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "party_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "ground" TEXT,
    "reason" TEXT,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "award_pkey" PRIMARY KEY ("lot_id")
);

-- CreateTable
CREATE TABLE "candidate_recheck" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "party_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "outcome" TEXT,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "candidate_recheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "candidate_opinion" (
    "recheck_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "fit" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "statement_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "candidate_opinion_pkey" PRIMARY KEY ("recheck_id","member_id")
);

-- CreateTable
CREATE TABLE "award_letter" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "pdf_file_id" UUID,
    "statement_id" UUID,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "award_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract" (
    "lot_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "price_fen" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "pdf_file_id" UUID,
    "tenderee_statement_id" UUID,
    "bidder_statement_id" UUID,
    "state" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "signed_at" TIMESTAMPTZ(6),

    CONSTRAINT "contract_pkey" PRIMARY KEY ("lot_id")
);

-- CreateTable
CREATE TABLE "performance_bond" (
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "number" TEXT NOT NULL,
    "valid_to" TEXT,
    "given_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "performance_bond_pkey" PRIMARY KEY ("lot_id","party_id")
);

-- CreateTable
CREATE TABLE "bond" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "number" TEXT NOT NULL,
    "valid_to" TEXT,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "refund_due" TIMESTAMPTZ(6),
    "refunded_at" TIMESTAMPTZ(6),
    "interest_fen" BIGINT,
    "kept_ground" TEXT,

    CONSTRAINT "bond_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "archive_package" (
    "lot_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "public_file_id" UUID,
    "digest" TEXT NOT NULL,
    "index" BYTEA NOT NULL,
    "cms" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "archive_package_pkey" PRIMARY KEY ("lot_id")
);

-- CreateTable
CREATE TABLE "trustee_key" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "uscc" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "kid" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "cms" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "trustee_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rehearsal" (
    "lot_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "point" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "fault" TEXT,
    "tried_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "rehearsal_pkey" PRIMARY KEY ("lot_id","position","point")
);

-- CreateTable
CREATE TABLE "opening_policy" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "hash" TEXT NOT NULL,
    "tenderee_cms" BYTEA NOT NULL,
    "platform_cms" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "opening_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tender_record" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "hash" TEXT NOT NULL,
    "tenderee_cms" BYTEA NOT NULL,
    "platform_cms" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tender_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "arrival_outcome" (
    "arrival_id" UUID NOT NULL,
    "accepted" BOOLEAN NOT NULL,
    "reason" TEXT,
    "statement_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "arrival_outcome_pkey" PRIMARY KEY ("arrival_id")
);

-- CreateTable
CREATE TABLE "bid" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "digest" TEXT,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "prev" TEXT,
    "draft" JSONB NOT NULL DEFAULT '{}',
    "self_tested_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "bid_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "bid_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "container" TEXT NOT NULL,
    "header" BYTEA NOT NULL,
    "header_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload_part" (
    "upload_id" UUID NOT NULL,
    "segment" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "root" BYTEA NOT NULL,
    "chunks" INTEGER NOT NULL,
    "object_key" TEXT NOT NULL,
    "encrypted" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "upload_part_pkey" PRIMARY KEY ("upload_id","segment","part")
);

-- CreateTable
CREATE TABLE "arrival" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "bid_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "request" BYTEA NOT NULL,
    "request_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "arrival_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sealed_bid" (
    "digest" TEXT NOT NULL,
    "bid_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "arrival_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "prev" TEXT,
    "bytes" BYTEA NOT NULL,
    "cms" BYTEA NOT NULL,
    "certificate" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "receipt" BYTEA NOT NULL,
    "receipt_cms" BYTEA NOT NULL,
    "blind" BYTEA NOT NULL,
    "tst" BYTEA,
    "event_id" UUID,
    "doc_version" INTEGER,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sealed_bid_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "release" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "cms" BYTEA,
    "channel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resubmission" (
    "digest" TEXT NOT NULL,
    "bid_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "seal_digest" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "cms" BYTEA NOT NULL,
    "certificate" TEXT NOT NULL,
    "receipt" BYTEA NOT NULL,
    "receipt_cms" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "resubmission_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "opened_bid" (
    "digest" TEXT NOT NULL,
    "lot_id" UUID NOT NULL,
    "bid_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "intact" BOOLEAN NOT NULL,
    "released" BOOLEAN NOT NULL DEFAULT false,
    "secrets" JSONB,
    "form" JSONB,
    "cause" TEXT,
    "cause_reason" TEXT,
    "cause_by_id" UUID,
    "opened_at" TIMESTAMPTZ(6),

    CONSTRAINT "opened_bid_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "opening_event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "opening_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opening_check_in" (
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),

    CONSTRAINT "opening_check_in_pkey" PRIMARY KEY ("lot_id","party_id")
);

-- CreateTable
CREATE TABLE "opening_objection" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "answer" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "answered_at" TIMESTAMPTZ(6),

    CONSTRAINT "opening_objection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trustee_share" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "group_no" INTEGER NOT NULL,
    "statement" BYTEA NOT NULL,
    "cms" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "trustee_share_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draw" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "spec" BYTEA NOT NULL,
    "spec_hash" TEXT NOT NULL,
    "parties" JSONB NOT NULL,
    "candidates" JSONB,
    "blind" TEXT,
    "checkpoint" TEXT,
    "result" BYTEA,
    "seed" TEXT,
    "order" JSONB,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "draw_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "expert" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "specialties" TEXT[],
    "region_code" TEXT NOT NULL,
    "employer_uscc" TEXT,
    "title" TEXT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',

    CONSTRAINT "expert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "committee" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "size" INTEGER NOT NULL,
    "expert_count" INTEGER NOT NULL,
    "specialty" TEXT NOT NULL,
    "region_rule" TEXT NOT NULL DEFAULT 'any',
    "avoid" TEXT[],
    "state" TEXT NOT NULL,
    "chair_id" UUID,
    "draw_id" UUID,
    "ballot" INTEGER NOT NULL DEFAULT 1,
    "checklist" JSONB,
    "competition" JSONB,
    "screened_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "submitted_at" TIMESTAMPTZ(6),
    "prices_reviewed_at" TIMESTAMPTZ(6),
    "hours" INTEGER NOT NULL DEFAULT 8,
    "ends_at" TIMESTAMPTZ(6),
    "prolonged" INTEGER NOT NULL DEFAULT 0,
    "venue" TEXT,

    CONSTRAINT "committee_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "committee_member" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "committee_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reserve_order" INTEGER NOT NULL,
    "cause" TEXT,
    "reason" TEXT,
    "invited_at" TIMESTAMPTZ(6) NOT NULL,
    "answered_at" TIMESTAMPTZ(6),
    "checked_in_at" TIMESTAMPTZ(6),
    "discipline_at" TIMESTAMPTZ(6),
    "declared_at" TIMESTAMPTZ(6),
    "vote_for_id" UUID,
    "more_time_at" TIMESTAMPTZ(6),
    "preliminary_at" TIMESTAMPTZ(6),
    "technical_at" TIMESTAMPTZ(6),
    "scored_at" TIMESTAMPTZ(6),
    "sheet_id" UUID,
    "prices_at" TIMESTAMPTZ(6),

    CONSTRAINT "committee_member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_finding" (
    "member_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "pass" BOOLEAN NOT NULL,
    "reason" TEXT,
    "page" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "review_finding_pkey" PRIMARY KEY ("member_id","digest","item")
);

-- CreateTable
CREATE TABLE "rejection" (
    "digest" TEXT NOT NULL,
    "lot_id" UUID NOT NULL,
    "ground" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "votes_for" INTEGER NOT NULL,
    "votes_against" INTEGER NOT NULL,
    "item" TEXT NOT NULL,
    "document_ground" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "rejection_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "bid_clarification" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_in" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(6),
    "statement_id" UUID,

    CONSTRAINT "bid_clarification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price_correction" (
    "clarification_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "fault" JSONB NOT NULL,
    "correction" JSONB NOT NULL,
    "delta_fen" BIGINT NOT NULL,
    "accepted" BOOLEAN,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "price_correction_pkey" PRIMARY KEY ("clarification_id")
);

-- CreateTable
CREATE TABLE "score" (
    "member_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT,
    "page" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "score_pkey" PRIMARY KEY ("member_id","digest","criterion")
);

-- CreateTable
CREATE TABLE "mark_recheck" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT,
    "reason" TEXT,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "answered_at" TIMESTAMPTZ(6),

    CONSTRAINT "mark_recheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluation_result" (
    "lot_id" UUID NOT NULL,
    "benchmark" JSONB NOT NULL,
    "lines" JSONB NOT NULL,
    "warnings" JSONB NOT NULL,
    "ties" JSONB NOT NULL DEFAULT '[]',
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "evaluation_result_pkey" PRIMARY KEY ("lot_id")
);

-- CreateTable
CREATE TABLE "evaluation_report" (
    "lot_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "texts" JSONB NOT NULL DEFAULT '{}',
    "digest" TEXT NOT NULL,
    "pdf_file_id" UUID,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "submitted_at" TIMESTAMPTZ(6),

    CONSTRAINT "evaluation_report_pkey" PRIMARY KEY ("lot_id")
);

-- CreateTable
CREATE TABLE "report_signature" (
    "lot_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "dissent" TEXT,
    "statement_id" UUID,
    "file_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "report_signature_pkey" PRIMARY KEY ("lot_id","member_id")
);

-- CreateTable
CREATE TABLE "party" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "uscc" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "legal_representative" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "contact_name" TEXT NOT NULL,
    "contact_phone" TEXT NOT NULL,
    "email" TEXT,
    "basic_account" TEXT,
    "roles" TEXT[],
    "state" TEXT NOT NULL DEFAULT 'unverified',
    "return_reason" TEXT,
    "verified_by_id" UUID,
    "verified_at" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "party_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "evidence" TEXT,
    "by_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "party_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "login" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "id_hash" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "email" TEXT,
    "password_hash" TEXT NOT NULL,
    "totp_secret" TEXT NOT NULL,
    "totp_step" INTEGER NOT NULL DEFAULT 0,
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "consent_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "duties" TEXT[],
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6),

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "fingerprint" TEXT NOT NULL,
    "party_id" UUID,
    "person_id" UUID,
    "serial" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "use" TEXT NOT NULL,
    "der" BYTEA NOT NULL,
    "chain" BYTEA[],
    "not_before" TIMESTAMPTZ(6) NOT NULL,
    "not_after" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "bound_at" TIMESTAMPTZ(6) NOT NULL,
    "stopped_at" TIMESTAMPTZ(6),
    "reminded_days" INTEGER,
    "standing" TEXT,
    "asked_at" TIMESTAMPTZ(6),

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "membership_id" UUID,
    "certificate_id" UUID,
    "method" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "seen_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenge" (
    "nonce" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "consumed_at" TIMESTAMPTZ(6),

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "remote_request" (
    "id" TEXT NOT NULL,
    "page_hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "statement" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "tender" TEXT,
    "certificate" TEXT,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "remote_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_try" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "account" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sign_in_try_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "party_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "duties" TEXT[],
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6),
    "token_hash" TEXT NOT NULL,
    "invited_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "accepted_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party_check" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "party_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "party_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blocked_party" (
    "uscc" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "added_by_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "blocked_party_pkey" PRIMARY KEY ("uscc")
);

-- CreateTable
CREATE TABLE "party_relation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "party_id" UUID NOT NULL,
    "uscc" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "entered_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "party_relation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox" (
    "id" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "offset_ms" BIGINT NOT NULL,

    CONSTRAINT "sandbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clock_watch" (
    "id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "offset_ms" INTEGER,
    "within_ms" INTEGER,
    "agreeing" INTEGER NOT NULL,
    "asked" INTEGER NOT NULL,
    "looked_at" TIMESTAMPTZ(6),
    "stopped_at" TIMESTAMPTZ(6),

    CONSTRAINT "clock_watch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outage" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "offset_ms" INTEGER,
    "by" TEXT,
    "hash" TEXT,
    "note" TEXT,
    "heard_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "outage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" UUID,
    "actor_role" TEXT NOT NULL,
    "party_id" UUID,
    "action" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "lot_id" UUID,
    "before_hash" TEXT,
    "after_hash" TEXT,
    "facts" JSONB NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "cert_serial" TEXT,
    "bidder_side" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "seq" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "entry_hash" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID,
    "type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "cms" BYTEA,
    "signer_serial" TEXT,
    "signer_name" TEXT,
    "party_id" UUID,
    "subject" TEXT,
    "tst" BYTEA,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "event" BYTEA NOT NULL,
    "commitment" BYTEA NOT NULL,
    "blind" BYTEA NOT NULL,
    "batch_idx" BIGINT,
    "pos" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "log_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_batch" (
    "idx" BIGINT NOT NULL,
    "seed" BYTEA NOT NULL,
    "root" BYTEA NOT NULL,
    "entry" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "log_batch_pkey" PRIMARY KEY ("idx")
);

-- CreateTable
CREATE TABLE "log_node" (
    "level" INTEGER NOT NULL,
    "idx" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "log_node_pkey" PRIMARY KEY ("level","idx")
);

-- CreateTable
CREATE TABLE "log_head" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "cosignatures" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "log_head_pkey" PRIMARY KEY ("size")
);

-- CreateTable
CREATE TABLE "log_stamp" (
    "hour" TIMESTAMPTZ(6) NOT NULL,
    "size" BIGINT NOT NULL,
    "checkpoint" TEXT NOT NULL,
    "tst" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "log_stamp_pkey" PRIMARY KEY ("hour")
);

-- CreateTable
CREATE TABLE "stored_file" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "sha256" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "media" TEXT NOT NULL,
    "object_key" TEXT NOT NULL,
    "audience" TEXT NOT NULL DEFAULT 'party',
    "lot_id" UUID,
    "party_id" UUID,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "party_id" UUID,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "lot_id" UUID,
    "facts" JSONB NOT NULL,
    "link" TEXT,
    "legal" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "delivered_at" TIMESTAMPTZ(6),
    "read_at" TIMESTAMPTZ(6),
    "read_by_id" UUID,
    "hidden_at" TIMESTAMPTZ(6),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" INTEGER NOT NULL,
    "op" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "lot_id" UUID,
    "payload" JSONB NOT NULL,
    "digest" TEXT,
    "cms" BYTEA,
    "seq" BIGSERIAL NOT NULL,
    "bytes" BYTEA,
    "prev_hash" TEXT,
    "occurred_at" TIMESTAMPTZ(6) NOT NULL,
    "release_after" TIMESTAMPTZ(6),
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(6),
    "last_error" TEXT,
    "receipt" JSONB,
    "received_at" TIMESTAMPTZ(6),

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "key" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "heartbeat" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "facts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "heartbeat_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "delivery" (
    "message_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("message_id","channel","address")
);

-- CreateTable
CREATE TABLE "preparation" (
    "key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "preparation_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "project" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tenderee_id" UUID NOT NULL,
    "region_code" TEXT NOT NULL,
    "industry_code" TEXT NOT NULL,
    "invest_project_code" TEXT,
    "address" TEXT NOT NULL,
    "owner_name" TEXT NOT NULL,
    "fund_source" TEXT NOT NULL,
    "scale" TEXT NOT NULL,
    "approval_name" TEXT NOT NULL,
    "approval_no" TEXT,
    "approval_authority" TEXT,
    "approved_mode" TEXT NOT NULL DEFAULT 'open',
    "exemption" TEXT,
    "return_reason" TEXT,
    "contact_name" TEXT NOT NULL,
    "contact_phone" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "entered_for_id" UUID,
    "created_by_id" UUID NOT NULL,
    "verified_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tender" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" TEXT NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "tenderee_id" UUID NOT NULL,
    "agency_id" UUID,
    "mode" TEXT NOT NULL,
    "public_interest" BOOLEAN NOT NULL DEFAULT false,
    "foreign_aid" BOOLEAN NOT NULL DEFAULT false,
    "soe_funds" BOOLEAN NOT NULL DEFAULT false,
    "budget_fen" BIGINT NOT NULL DEFAULT 0,
    "investment_fen" BIGINT NOT NULL DEFAULT 0,
    "organize_form" TEXT NOT NULL,
    "mandate_file_id" UUID,
    "statutory" BOOLEAN NOT NULL,
    "voluntary" BOOLEAN NOT NULL DEFAULT false,
    "state_dominant" BOOLEAN NOT NULL,
    "supervisor_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "training" BOOLEAN NOT NULL DEFAULT false,
    "day_seconds" INTEGER NOT NULL DEFAULT 86400,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tender_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lot" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" TEXT NOT NULL,
    "tender_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "deal_code" TEXT NOT NULL DEFAULT '',
    "round" INTEGER NOT NULL DEFAULT 1,
    "estimate_fen" BIGINT NOT NULL,
    "duration_days" INTEGER,
    "terms" JSONB NOT NULL DEFAULT '{}',
    "reasons" JSONB NOT NULL DEFAULT '{}',
    "draft_version" INTEGER NOT NULL DEFAULT 0,
    "rule_set" TEXT,
    "intake" TEXT NOT NULL DEFAULT 'none',
    "published_at" TIMESTAMPTZ(6),
    "documents_from" TIMESTAMPTZ(6),
    "documents_to" TIMESTAMPTZ(6),
    "deadline" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),
    "window_ends_at" TIMESTAMPTZ(6),
    "remedy_ends_at" TIMESTAMPTZ(6),
    "frozen_at" TIMESTAMPTZ(6),
    "announced_at" TIMESTAMPTZ(6),
    "opening_ended_at" TIMESTAMPTZ(6),
    "evaluation_started_at" TIMESTAMPTZ(6),
    "prices_at" TIMESTAMPTZ(6),
    "prices_announced_at" TIMESTAMPTZ(6),
    "prices_ended_at" TIMESTAMPTZ(6),
    "report_submitted_at" TIMESTAMPTZ(6),
    "candidates_from" TIMESTAMPTZ(6),
    "candidates_to" TIMESTAMPTZ(6),
    "winner_fixed_at" TIMESTAMPTZ(6),
    "notice_sent_at" TIMESTAMPTZ(6),
    "contract_signed_at" TIMESTAMPTZ(6),
    "archived_at" TIMESTAMPTZ(6),
    "failed_at" TIMESTAMPTZ(6),
    "fail_reason" TEXT,
    "terminated_at" TIMESTAMPTZ(6),
    "suspended_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_set" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "changes" JSONB,
    "affects" BOOLEAN NOT NULL DEFAULT false,
    "deadline" TIMESTAMPTZ(6),
    "docs" BYTEA,
    "docs_hash" TEXT,
    "issued_at" TIMESTAMPTZ(6),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "document_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_file" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "set_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "document_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tender_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "nature" TEXT NOT NULL DEFAULT '1',
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "digest" TEXT,
    "pdf_file_id" UUID,
    "statement_id" UUID,
    "original_id" UUID,
    "media" JSONB NOT NULL DEFAULT '[]',
    "published_at" TIMESTAMPTZ(6),
    "synced_at" TIMESTAMPTZ(6),
    "ends_at" TIMESTAMPTZ(6),
    "created_by_id" UUID NOT NULL,
    "reviewed_by_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "preparation" JSONB,
    "return_reason" TEXT,
    "search_text" TEXT NOT NULL DEFAULT '',
    "region_code" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "trade" TEXT NOT NULL DEFAULT '',
    "tenderee_name" TEXT NOT NULL DEFAULT '',
    "tender_code" TEXT NOT NULL DEFAULT '',
    "lot_count" INTEGER NOT NULL DEFAULT 0,
    "ceiling_fen" BIGINT,
    "latest" BOOLEAN NOT NULL DEFAULT true,
    "changes" INTEGER NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(6),
    "training" BOOLEAN NOT NULL DEFAULT false,
    "deadline" TIMESTAMPTZ(6),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_lot" (
    "notice_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,

    CONSTRAINT "notice_lot_pkey" PRIMARY KEY ("notice_id","lot_id")
);

-- CreateTable
CREATE TABLE "download" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "set_version" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "download_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "gateway_ref" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "paid_at" TIMESTAMPTZ(6),
    "refunded_at" TIMESTAMPTZ(6),

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lot_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT,
    "answered_by_id" UUID,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "answered_at" TIMESTAMPTZ(6),
    "set_version" INTEGER,

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "use_contract" (
    "party_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "statement_id" UUID NOT NULL,
    "by_id" UUID NOT NULL,
    "signed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "use_contract_pkey" PRIMARY KEY ("party_id")
);

-- CreateTable
CREATE TABLE "reference_price" (
    "lot_id" UUID NOT NULL,
    "commitment" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "price_fen" BIGINT,
    "blind" TEXT,
    "revealed_at" TIMESTAMPTZ(6),

    CONSTRAINT "reference_price_pkey" PRIMARY KEY ("lot_id")
);

-- CreateTable
CREATE TABLE "trust_version" (
    "version" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "cms" BYTEA NOT NULL,
    "proposal_id" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "trust_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "trust_proposal" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "base_version" INTEGER NOT NULL,
    "authority_id" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "comment" TEXT,

    CONSTRAINT "trust_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revocation_list" (
    "url" TEXT NOT NULL,
    "authority_id" TEXT NOT NULL,
    "der" BYTEA,
    "sha256" TEXT,
    "this_update" TIMESTAMPTZ(6),
    "next_update" TIMESTAMPTZ(6),
    "fetched_at" TIMESTAMPTZ(6),
    "tried_at" TIMESTAMPTZ(6) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "revocation_list_pkey" PRIMARY KEY ("url")
);

-- CreateTable
CREATE TABLE "ocsp_answer" (
    "fingerprint" TEXT NOT NULL,
    "authority_id" TEXT NOT NULL,
    "der" BYTEA,
    "sha256" TEXT,
    "this_update" TIMESTAMPTZ(6),
    "next_update" TIMESTAMPTZ(6),
    "fetched_at" TIMESTAMPTZ(6),
    "tried_at" TIMESTAMPTZ(6) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "ocsp_answer_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "seal_standing" (
    "digest" TEXT NOT NULL,
    "lot_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "evidence" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "seal_standing_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "party_relation_party_id_idx" ON "party_relation"("party_id");

-- CreateIndex
CREATE INDEX "objection_lot_id_idx" ON "objection"("lot_id");

-- CreateIndex
CREATE INDEX "suspension_lot_id_idx" ON "suspension"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "supervision_order_number_key" ON "supervision_order"("number");

-- CreateIndex
CREATE INDEX "candidate_recheck_lot_id_idx" ON "candidate_recheck"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "award_letter_lot_id_party_id_key" ON "award_letter"("lot_id", "party_id");

-- CreateIndex
CREATE UNIQUE INDEX "bond_lot_id_party_id_key" ON "bond"("lot_id", "party_id");

-- CreateIndex
CREATE UNIQUE INDEX "trustee_key_lot_id_position_key" ON "trustee_key"("lot_id", "position");

-- CreateIndex
CREATE INDEX "opening_policy_hash_idx" ON "opening_policy"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "opening_policy_lot_id_version_key" ON "opening_policy"("lot_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "tender_record_lot_id_version_key" ON "tender_record"("lot_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "bid_lot_id_party_id_key" ON "bid"("lot_id", "party_id");

-- CreateIndex
CREATE UNIQUE INDEX "upload_container_key" ON "upload"("container");

-- CreateIndex
CREATE INDEX "arrival_bid_id_idx" ON "arrival"("bid_id");

-- CreateIndex
CREATE UNIQUE INDEX "arrival_lot_id_digest_request_hash_key" ON "arrival"("lot_id", "digest", "request_hash");

-- CreateIndex
CREATE INDEX "sealed_bid_lot_id_state_idx" ON "sealed_bid"("lot_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "sealed_bid_bid_id_seq_key" ON "sealed_bid"("bid_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "release_digest_key" ON "release"("digest");

-- CreateIndex
CREATE INDEX "release_lot_id_idx" ON "release"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "resubmission_seal_digest_key" ON "resubmission"("seal_digest");

-- CreateIndex
CREATE INDEX "resubmission_lot_id_idx" ON "resubmission"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "opened_bid_lot_id_number_key" ON "opened_bid"("lot_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "opening_event_lot_id_seq_key" ON "opening_event"("lot_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "trustee_share_lot_id_position_group_no_key" ON "trustee_share"("lot_id", "position", "group_no");

-- CreateIndex
CREATE UNIQUE INDEX "draw_spec_hash_key" ON "draw"("spec_hash");

-- CreateIndex
CREATE INDEX "draw_lot_id_kind_idx" ON "draw"("lot_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "expert_person_id_key" ON "expert"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "committee_lot_id_key" ON "committee"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "committee_member_committee_id_person_id_key" ON "committee_member"("committee_id", "person_id");

-- CreateIndex
CREATE INDEX "price_correction_lot_id_idx" ON "price_correction"("lot_id");

-- CreateIndex
CREATE INDEX "mark_recheck_lot_id_idx" ON "mark_recheck"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "party_uscc_key" ON "party"("uscc");

-- CreateIndex
CREATE UNIQUE INDEX "party_version_party_id_version_key" ON "party_version"("party_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "person_login_key" ON "person"("login");

-- CreateIndex
CREATE UNIQUE INDEX "person_id_hash_key" ON "person"("id_hash");

-- CreateIndex
CREATE UNIQUE INDEX "membership_person_id_party_id_role_key" ON "membership"("person_id", "party_id", "role");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_fingerprint_key" ON "certificate"("fingerprint");

-- CreateIndex
CREATE INDEX "remote_request_address_created_at_idx" ON "remote_request"("address", "created_at");

-- CreateIndex
CREATE INDEX "sign_in_try_account_at_idx" ON "sign_in_try"("account", "at");

-- CreateIndex
CREATE INDEX "sign_in_try_address_at_idx" ON "sign_in_try"("address", "at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_party_id_idx" ON "invitation"("party_id");

-- CreateIndex
CREATE UNIQUE INDEX "party_check_party_id_version_key" ON "party_check"("party_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "outage_hash_key" ON "outage"("hash");

-- CreateIndex
CREATE INDEX "outage_begun_at_idx" ON "outage"("begun_at");

-- CreateIndex
CREATE INDEX "audit_entry_lot_id_at_idx" ON "audit_entry"("lot_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_entry_id_key" ON "audit_link"("entry_id");

-- CreateIndex
CREATE INDEX "statement_lot_id_type_idx" ON "statement"("lot_id", "type");

-- CreateIndex
CREATE INDEX "statement_sha256_idx" ON "statement"("sha256");

-- CreateIndex
CREATE INDEX "statement_subject_idx" ON "statement"("subject");

-- CreateIndex
CREATE INDEX "log_event_batch_idx_idx" ON "log_event"("batch_idx");

-- CreateIndex
CREATE INDEX "log_event_hash_idx" ON "log_event"("hash");

-- CreateIndex
CREATE INDEX "log_stamp_size_idx" ON "log_stamp"("size");

-- CreateIndex
CREATE UNIQUE INDEX "stored_file_object_key_key" ON "stored_file"("object_key");

-- CreateIndex
CREATE INDEX "stored_file_sha256_idx" ON "stored_file"("sha256");

-- CreateIndex
CREATE INDEX "message_party_id_created_at_idx" ON "message"("party_id", "created_at");

-- CreateIndex
CREATE INDEX "message_person_id_created_at_idx" ON "message"("person_id", "created_at");

-- CreateIndex
CREATE INDEX "message_lot_id_kind_idx" ON "message"("lot_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_seq_key" ON "outbox_message"("seq");

-- CreateIndex
CREATE INDEX "outbox_message_state_next_at_idx" ON "outbox_message"("state", "next_at");

-- CreateIndex
CREATE INDEX "outbox_message_lot_id_idx" ON "outbox_message"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_kind_key_version_key" ON "outbox_message"("kind", "key", "version");

-- CreateIndex
CREATE UNIQUE INDEX "project_code_key" ON "project"("code");

-- CreateIndex
CREATE UNIQUE INDEX "tender_code_key" ON "tender"("code");

-- CreateIndex
CREATE INDEX "tender_project_id_idx" ON "tender"("project_id");

-- CreateIndex
CREATE INDEX "tender_tenderee_id_idx" ON "tender"("tenderee_id");

-- CreateIndex
CREATE INDEX "tender_agency_id_idx" ON "tender"("agency_id");

-- CreateIndex
CREATE UNIQUE INDEX "lot_code_key" ON "lot"("code");

-- CreateIndex
CREATE INDEX "lot_tender_id_idx" ON "lot"("tender_id");

-- CreateIndex
CREATE INDEX "lot_deadline_idx" ON "lot"("deadline");

-- CreateIndex
CREATE INDEX "lot_announced_at_deadline_idx" ON "lot"("announced_at", "deadline");

-- CreateIndex
CREATE UNIQUE INDEX "document_set_lot_id_version_key" ON "document_set"("lot_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "document_file_set_id_name_key" ON "document_file"("set_id", "name");

-- CreateIndex
CREATE INDEX "notice_type_published_at_id_idx" ON "notice"("type", "published_at" DESC, "id");

-- CreateIndex
CREATE INDEX "notice_published_at_id_idx" ON "notice"("published_at" DESC, "id");

-- CreateIndex
CREATE INDEX "notice_type_deadline_id_idx" ON "notice"("type", "deadline", "id");

-- CreateIndex
CREATE INDEX "notice_tender_id_idx" ON "notice"("tender_id");

-- CreateIndex
CREATE INDEX "notice_lot_lot_id_idx" ON "notice_lot"("lot_id");

-- CreateIndex
CREATE INDEX "download_lot_id_party_id_idx" ON "download"("lot_id", "party_id");

-- CreateIndex
CREATE INDEX "download_party_id_idx" ON "download"("party_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_gateway_ref_key" ON "payment"("gateway_ref");

-- CreateIndex
CREATE INDEX "payment_lot_id_party_id_idx" ON "payment"("lot_id", "party_id");

-- CreateIndex
CREATE INDEX "question_lot_id_idx" ON "question"("lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "use_contract_number_key" ON "use_contract"("number");

-- CreateIndex
CREATE UNIQUE INDEX "trust_version_proposal_id_key" ON "trust_version"("proposal_id");

-- CreateIndex
CREATE INDEX "trust_proposal_state_idx" ON "trust_proposal"("state");

-- CreateIndex
CREATE INDEX "seal_standing_lot_id_idx" ON "seal_standing"("lot_id");

-- CreateIndex
CREATE INDEX "seal_standing_status_idx" ON "seal_standing"("status");

-- AddForeignKey
ALTER TABLE "candidate_opinion" ADD CONSTRAINT "candidate_opinion_recheck_id_fkey" FOREIGN KEY ("recheck_id") REFERENCES "candidate_recheck"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_part" ADD CONSTRAINT "upload_part_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "committee_member" ADD CONSTRAINT "committee_member_committee_id_fkey" FOREIGN KEY ("committee_id") REFERENCES "committee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_version" ADD CONSTRAINT "party_version_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_membership_id_fkey" FOREIGN KEY ("membership_id") REFERENCES "membership"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_check" ADD CONSTRAINT "party_check_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tender" ADD CONSTRAINT "tender_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_tender_id_fkey" FOREIGN KEY ("tender_id") REFERENCES "tender"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_set" ADD CONSTRAINT "document_set_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_file" ADD CONSTRAINT "document_file_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "document_set"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_tender_id_fkey" FOREIGN KEY ("tender_id") REFERENCES "tender"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_lot" ADD CONSTRAINT "notice_lot_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_lot" ADD CONSTRAINT "notice_lot_lot_id_fkey" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
