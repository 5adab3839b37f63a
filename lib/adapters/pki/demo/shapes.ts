import { utf8 } from "@/lib/crypto/der-write";
import type { IdentityRule } from "@/lib/crypto/binding";
import type { NameAttribute } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { extension } from "./build-certificate";
import type { KeyKind } from "./keys";

const PERSON_EXTENSION = "1.2.156.10260.4.1.1";

export type AuthorityId = "demo-a" | "demo-b" | "demo-c";

/** How one demonstration authority keys, names and numbers: three of the habits met in the field (protocol §3.5). */
export type Shape = {
  readonly id: AuthorityId;
  readonly name: string;
  readonly keyKind: KeyKind;
  /** One certificate to sign and another to be encrypted to, each with a key of its own, as SM2 tokens have them. */
  readonly dual: boolean;
  readonly company: readonly IdentityRule[];
  readonly person: readonly IdentityRule[];
  /** Subject parts and extensions that carry these numbers. */
  readonly write: (numbers: { uscc: string | null; person: string | null }) => {
    readonly subject: readonly NameAttribute[];
    readonly extensions: readonly Uint8Array[];
  };
};

const part = (oid: string, value: string | null, prefix = ""): NameAttribute[] =>
  value === null ? [] : [{ oid, value: prefix + value }];
const extra = (oid: string, value: string | null): Uint8Array[] =>
  value === null ? [] : [extension(oid, false, utf8(value))];

export const SHAPES: readonly Shape[] = [
  {
    id: "demo-a",
    name: "黔信演示数字证书",
    keyKind: "rsa",
    dual: false,
    company: [{ place: "subject", oid: OID.organizationalUnit }],
    person: [{ place: "subject", oid: OID.serialNumber }],
    write: ({ uscc, person }) => ({
      subject: [...part(OID.organizationalUnit, uscc), ...part(OID.serialNumber, person)],
      extensions: [],
    }),
  },
  {
    id: "demo-b",
    name: "云岩演示电子认证",
    keyKind: "ec",
    dual: false,
    company: [{ place: "subject", oid: OID.organizationIdentifier, prefix: "NTRCN-" }],
    person: [{ place: "subject", oid: OID.serialNumber, prefix: "IDCCN-" }],
    write: ({ uscc, person }) => ({
      subject: [...part(OID.organizationIdentifier, uscc, "NTRCN-"), ...part(OID.serialNumber, person, "IDCCN-")],
      extensions: [],
    }),
  },
  {
    id: "demo-c",
    name: "筑城演示商密认证",
    keyKind: "sm2",
    dual: true,
    company: [{ place: "extension", oid: OID.chinaCreditCode, form: "text" }],
    person: [{ place: "extension", oid: PERSON_EXTENSION, form: "text" }],
    write: ({ uscc, person }) => ({
      subject: [],
      extensions: [...extra(OID.chinaCreditCode, uscc), ...extra(PERSON_EXTENSION, person)],
    }),
  },
];
