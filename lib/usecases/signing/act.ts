import { canonicalBytes } from "@/lib/crypto/canonical";
import { encodeBase64 } from "@/lib/crypto/binding";

/** The protocol's name of a lot: codes, compared byte for byte. */
export type TenderRef = { readonly id: string; readonly lot: string };

export type Act = {
  /** Action of the policy table. */
  readonly act: string;
  readonly tender: TenderRef | null;
  /** Id of what is acted on. */
  readonly subject: string;
  /** SHA-256, hex, of the canonical content that the act puts into force. */
  readonly digest: string;
  readonly title: string;
};

/** One thing to sign, as SignDialog shows it: the words first, then the bytes. */
export type Prepared = {
  readonly bytesBase64: string;
  readonly purpose: string;
  readonly tender: string | null;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
};

/** The canonical statement of an act outside the protocol's own (decision 3). */
export function actStatement(act: Act): Uint8Array {
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  return canonicalBytes({
    act: act.act,
    digest: act.digest,
    fmt: "SBC/1",
    nonce: Array.from(nonce, (octet) => octet.toString(16).padStart(2, "0")).join(""),
    subject: act.subject,
    tender: act.tender ? { id: act.tender.id, lot: act.tender.lot } : null,
    title: act.title,
    type: "act",
  });
}

/** Wraps a statement for the dialog; `purpose` is the statement's own type. */
export function prepared(
  statement: {
    readonly bytes: Uint8Array;
    readonly purpose: string;
    readonly tender: TenderRef | null;
    readonly title: string;
  },
  lines: Prepared["lines"] = [],
): Prepared {
  return {
    bytesBase64: encodeBase64(statement.bytes),
    purpose: statement.purpose,
    tender: statement.tender?.lot ?? null,
    title: statement.title,
    lines,
  };
}

/** An act ready for the dialog in one call. */
export const preparedAct = (act: Act, lines: Prepared["lines"] = []): Prepared =>
  prepared({ bytes: actStatement(act), purpose: "act", tender: act.tender, title: act.title }, lines);
