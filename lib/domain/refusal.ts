import type { RuleId } from "./rules";

type None = Record<never, never>;

/**
 * Every way the product says no, with the facts its message needs.
 * A new line here stops the build until both languages can say it (lib/i18n/refusals.ts)
 * and it has an HTTP status (lib/web/status.ts).
 */
export type RefusalFacts = {
  /** Not permitted, or not there: a stranger cannot tell which. */
  NOT_ALLOWED: { action: string };
  SIGN_IN_NEEDED: None;
  /** An act with legal effect needs a session opened, or a statement signed, by certificate. */
  CERTIFICATE_NEEDED: None;
  SIGN_IN_FAILED: None;
  TOO_MANY_TRIES: { until: Date };
  INPUT_INVALID: None;
  STATE_FORBIDS: { state: string; event: string };
  /** Somebody else changed it since the form was shown. */
  STALE: None;
  /** Another signer of the same paper came first: what was signed lacks their signature. */
  SIGNED_MEANWHILE: None;
  /** The same act is being done at this moment, from another window or by a second click. */
  STILL_RUNNING: None;
  /** Somebody else's act held for too long what this one needs; nothing was done, and trying again helps. */
  BUSY: None;
  QUEUE_FULL: None;
  /** Not a refusal but a fault of ours; the number also stands in the log. */
  DEFECT: { readonly reference: string };
  RULES_BROKEN: { count: number };
  SIGNATURE_INVALID: { reason: string };
  SIGNER_MISMATCH: None;
  /** A subject record of another platform that cannot be taken over. */
  RECORD_INVALID: { fault: "format" | "issuer" | "subject" | "age" };
  /** Works for the organisation, but was not given the duty to sign for it. */
  NOT_A_SIGNER: { party: string };
  /** A certification authority may not stand in the trust list so. */
  TRUST_CHANGE_INVALID: { fault: string };
  /** The certificate that sealed the bid was revoked, or nobody knows: until that is known nobody wins with it. */
  CERTIFICATE_UNCERTAIN: { revoked: boolean };
  /** A question to a phone that was answered, or whose answer was fetched, before. */
  REMOTE_USED: None;
  /** The provider of certificates on phones does not answer, or there is none. */
  REMOTE_DOWN: { offered: boolean };
  USCC_INVALID: None;
  ALREADY_REGISTERED: None;
  PASSWORD_WEAK: None;
  /** The one-time code typed at registration is not that of the secret shown. */
  CODE_WRONG: None;
  ID_NUMBER_INVALID: None;
  /** The operator and those it controls do not take part on its own platform. */
  OPERATOR_RELATED: None;
  INVITATION_OVER: None;
  /** An organisation keeps at least one administrator. */
  LAST_ADMIN: None;
  NOT_VERIFIED: None;
  OWN_ENTRY: None;
  CONTENT_CHANGED: None;
  FILE_MISSING: None;
  FILE_DAMAGED: None;
  /** Not one of the types that are taken, or its name says another type than its bytes. */
  FILE_TYPE: None;
  FILE_UNSAFE: None;
  FILE_TOO_LARGE: { limitBytes: number };
  /** What one bid may keep on the platform, all its versions together, is used up. */
  BID_SPACE_FULL: { limitBytes: number };
  SUSPENDED: None;
  TERMINATED: None;
  FEE_NOT_PAID: None;
  /** No contract of use between tenderee and platform. */
  NO_USE_CONTRACT: None;
  /** No designated medium is known for the region. */
  NO_MEDIUM: { region: string };
  /** The State Council's notice of rest days is not loaded for a year that is reckoned with. */
  CALENDAR_MISSING: { year: number };
  DEADLINE_TOO_EARLY: { earliest: string };
  TOO_LATE: { limit: Date };
  TOO_EARLY: { from: Date };
  /** The platform's clock is more than a second off: sealing and opening stand still (protocol §5.1). */
  CLOCK_OFF: { since: Date };
  BIDDING_CLOSED: { deadline: Date; at: Date };
  BIDDING_STILL_OPEN: { deadline: Date };
  BID_INCOMPLETE: None;
  BID_DAMAGED: None;
  NOT_ENCRYPTED: None;
  WRONG_TENDER: None;
  SEAL_REJECTED: { reason: string };
  TOO_FEW_BIDS: { needed: number };
  WRONG_SECRET: None;
  /** The tender documents do not allow the plaintext to be submitted again. */
  RESUBMISSION_NOT_ALLOWED: None;
  /** Sealed again, it is not under the commitments of the bid: another manifest, form, version or company. */
  RESUBMISSION_DIFFERS: { reason: string };
  OBJECTION_OPEN: { count: number };
  COMMITTEE_INVALID: { needed: string };
  /** The rules keep this person out of the committee; never said because of whom. */
  KEPT_OUT: None;
  /** The evaluation is held at a venue, and this request comes from elsewhere. */
  OUTSIDE_VENUE: { venue: string };
  NOT_READY: { missing: string };
  /** The arithmetic of what was read in a bid is right, or nobody can read it. */
  NOTHING_TO_CORRECT: None;
  /** The bidder has been asked about this very place. */
  ALREADY_ASKED: None;
  /** The price in words and a line of the bill are not corrected both: the same fault would count twice. */
  CORRECTED_OTHERWISE: None;
  OUT_OF_RANGE: { min: string; max: string };
  /** A mark that lies between two steps of its criterion. */
  MARK_OFF_STEP: { step: string; max: string };
  REASON_NEEDED: None;
  GROUND_NEEDED: None;
  INQUIRY_NEEDED: None;
  NOT_A_CANDIDATE: None;
  DIFFERS_FROM_BID: { field: string };
  SERVICE_DOWN: { service: string };
  /** The object store takes or gives nothing at this moment. */
  STORE_DOWN: None;
};
export type RefusalCode = keyof RefusalFacts;

/** An expected "no". Anything else that is thrown is a defect and is shown as one. */
export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: C,
    readonly facts: RefusalFacts[C],
    readonly rules: readonly RuleId[] = [],
  ) {
    super(code);
  }
}
