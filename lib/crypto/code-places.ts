import { type IdentityRule, identityValues } from "./binding";
import type { Certificate } from "./certificate";
import { OID } from "./oids";
import { validUscc } from "./shape";

const EXTENSIONS = [
  OID.chinaCreditCode,
  "1.2.156.10260.4.1.3",
  "1.2.156.10260.4.4",
  "1.2.86.11.7.3",
  "1.2.86.11.7.4",
  "1.2.156.1.8888.148",
  "1.2.156.112570.11.205",
];

/**
 * All places where an authority in the field writes a company's code (protocol §3.5): for a reader without a trust list,
 * which would say the one place of each authority.
 */
export const CODE_PLACES: readonly IdentityRule[] = [
  ...EXTENSIONS.flatMap((oid): IdentityRule[] => [
    { place: "extension", oid, form: "text" },
    { place: "extension", oid, form: "raw" },
  ]),
  { place: "subject", oid: OID.organizationIdentifier },
  { place: "subject", oid: OID.organizationIdentifier, prefix: "NTRCN-" },
  { place: "subject", oid: OID.organizationalUnit },
  { place: "subject", oid: OID.serialNumber },
];

/** The different codes with a right check character that stand at these places. More than one: nobody can say which is meant. */
export const certifiedCodes = (certificate: Certificate, places: readonly IdentityRule[]): readonly string[] => [
  ...new Set(identityValues(certificate, places).filter(validUscc)),
];
