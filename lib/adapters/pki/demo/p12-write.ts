import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import forge from "node-forge";
import { der, integer, nothing, octets, oid, sequence, set, tagged, taggedPrimitive } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import { P12_BAG } from "@/lib/crypto/p12";
import { p12Kdf, p12Passwords } from "@/lib/crypto/p12-kdf";

type Pair = { readonly pkcs8: Uint8Array; readonly certificateDer: Uint8Array };
type Contents = Pair & {
  readonly kind: "rsa" | "ec" | "sm2";
  readonly chainDer: readonly Uint8Array[];
  readonly friendlyName: string;
  /** The encryption certificate with its key, where there are two. */
  readonly second?: Pair | undefined;
};

/** The usual count of `openssl`: the password of a demonstration key is public, slowness would protect nothing. */
const ROUNDS = 2_048;

/**
 * PKCS#12 with AES-256: RSA keys by node-forge; EC keys, which forge cannot carry, and passwords beyond ASCII, which it
 * does not write as RFC 7292 says, by the writer below.
 */
export const writeP12 = (contents: Contents, password: string): Uint8Array =>
  contents.kind === "rsa" && !contents.second && /^[\x20-\x7e]*$/.test(password)
    ? writeByForge(contents, password)
    : writeOurselves(contents, password);

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

function writeByForge({ pkcs8, certificateDer, chainDer, friendlyName }: Contents, password: string): Uint8Array {
  const key = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(binary(pkcs8)));
  const certificates = [certificateDer, ...chainDer].map((bytes) =>
    forge.pki.certificateFromAsn1(forge.asn1.fromDer(binary(bytes))),
  );
  const options = { algorithm: "aes256", count: ROUNDS, friendlyName, generateLocalKeyId: true } as const;
  const file = forge.pkcs12.toPkcs12Asn1(key, certificates, password, options);
  return new Uint8Array(Buffer.from(forge.asn1.toDer(file).getBytes(), "latin1"));
}

const DATA = (content: Uint8Array): Uint8Array => sequence(oid(OID.data), tagged(0, octets(content)));

function writeOurselves({ chainDer, friendlyName, second, ...first }: Contents, password: string): Uint8Array {
  const pairs = second ? [first, second] : [first];
  const own = ({ certificateDer }: Pair) =>
    set(
      attribute("1.2.840.113549.1.9.21", octets(createHash("sha256").update(certificateDer).digest().subarray(0, 20))),
      attribute("1.2.840.113549.1.9.20", bmp(friendlyName)),
    );
  const keyBags = pairs.map((pair) => {
    const { algorithm, ciphertext } = sealed(pair.pkcs8, password);
    return sequence(oid(P12_BAG.shroudedKey), tagged(0, sequence(algorithm, octets(ciphertext))), own(pair));
  });
  const bag = (bytes: Uint8Array, ...attributes: Uint8Array[]) =>
    sequence(
      oid(P12_BAG.certificate),
      tagged(0, sequence(oid("1.2.840.113549.1.9.22.1"), tagged(0, octets(bytes)))),
      ...attributes,
    );
  const certificates = sealed(
    sequence(...pairs.map((pair) => bag(pair.certificateDer, own(pair))), ...chainDer.map((bytes) => bag(bytes))),
    password,
  );
  const encrypted = sequence(
    oid("1.2.840.113549.1.7.6"),
    tagged(
      0,
      sequence(
        integer(0),
        sequence(oid(OID.data), certificates.algorithm, taggedPrimitive(0, certificates.ciphertext)),
      ),
    ),
  );
  const safe = sequence(encrypted, DATA(sequence(...keyBags)));
  return sequence(integer(3), DATA(safe), mac(safe, password));
}

const attribute = (type: string, value: Uint8Array): Uint8Array => sequence(oid(type), set(value));
const bmp = (text: string): Uint8Array => der(0x1e, Buffer.from(text, "utf16le").swap16());

/** PBES2: PBKDF2 with HMAC-SHA-256, AES-256-CBC (RFC 8018). */
function sealed(plain: Uint8Array, password: string): { algorithm: Uint8Array; ciphertext: Uint8Array } {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", pbkdf2Sync(password, salt, ROUNDS, 32, "sha256"), iv);
  const prf = sequence(oid("1.2.840.113549.2.9"), nothing());
  const kdf = sequence(oid("1.2.840.113549.1.5.12"), sequence(octets(salt), integer(ROUNDS), prf));
  const aes = sequence(oid("2.16.840.1.101.3.4.1.42"), octets(iv));
  const algorithm = sequence(oid("1.2.840.113549.1.5.13"), sequence(kdf, aes));
  return { algorithm, ciphertext: Buffer.concat([cipher.update(plain), cipher.final()]) };
}

function mac(safe: Uint8Array, password: string): Uint8Array {
  const salt = randomBytes(16);
  const hash = (message: Uint8Array) => new Uint8Array(createHash("sha256").update(message).digest());
  const key = p12Kdf({ hash, block: 64 }, p12Passwords(password)[0]!, salt, ROUNDS, 3, 32);
  const value = createHmac("sha256", key).update(safe).digest();
  return sequence(sequence(sequence(oid(OID.sha256), nothing()), octets(value)), octets(salt), integer(ROUNDS));
}
