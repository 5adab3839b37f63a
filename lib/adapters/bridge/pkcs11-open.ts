import type { Certificate } from "@/lib/crypto/certificate";
import { HPKE_ALG } from "@/lib/crypto/hpke";
import { openWithShared } from "@/lib/crypto/hpke-open";
import { oaepDecode } from "@/lib/crypto/oaep-decode";
import { CKA, CKK_GENERIC_SECRET, CKM, CKO, PARAMS, type Pkcs11 } from "./pkcs11-names";
import type { Token } from "./token";

type What = Parameters<Token["unwrap"]>[1];
/** What remains after the token's own step. @returns null where the key does not open it */
type Rest = () => Promise<Uint8Array | null>;

const MAX_PLAIN = 1_024;
const POINT = 65;
const nothing: Rest = async () => null;

/**
 * Opens a stanza with a token's key, by whatever the token can: OAEP itself or the bare RSA step, PKCS #1 v1.5, the
 * Diffie–Hellman step of HPKE (protocol §4.3 no. 2). Keys stay where they are.
 */
export function pkcs11Opened(native: Pkcs11, session: Buffer, key: Buffer, own: Certificate, what: What): Rest {
  const { alg, ciphertext, info = new Uint8Array() } = what;
  const decrypt = (mechanism: { mechanism: number; parameter?: object }): Uint8Array | null => {
    try {
      native.C_DecryptInit(session, mechanism, key);
      return new Uint8Array(native.C_Decrypt(session, Buffer.from(ciphertext), Buffer.alloc(MAX_PLAIN)));
    } catch {
      return null;
    }
  };
  if (alg === "rsa-pkcs1") return after(decrypt({ mechanism: CKM.rsaPkcs }));
  if (alg === "rsa-oaep-256") {
    const opened = decrypt({ mechanism: CKM.rsaOaep, parameter: OAEP });
    if (opened) return after(opened);
    // Many tokens know OAEP with SHA-1 alone, or not at all; most do the bare step.
    const bare = decrypt({ mechanism: CKM.rsaBare });
    return after(bare && oaepDecode(padded(bare, own)));
  }
  if (alg !== HPKE_ALG || ciphertext.length <= POINT) return nothing;
  const [enc, ct] = [ciphertext.slice(0, POINT), ciphertext.slice(POINT)];
  const shared = derived(native, session, key, enc);
  return shared ? () => openWithShared(shared, own.publicKey.spki.slice(-POINT), info, { enc, ct }) : nothing;
}

const after =
  (opened: Uint8Array | null): Rest =>
  async () =>
    opened;

/** CKM_SHA256 with CKG_MGF1_SHA256, no label. */
const OAEP = { type: PARAMS.rsaOaep, hashAlg: 0x250, mgf: 2, source: 1 };
const CKD_NULL = 1;

/** Libraries leave out leading zeros of the number, which the padding counts on. */
function padded(bare: Uint8Array, { publicKey: { kind } }: Certificate): Uint8Array {
  const length = kind.type === "rsa" ? kind.bits / 8 : 0;
  const whole = new Uint8Array(Math.max(length, bare.length));
  whole.set(bare, whole.length - bare.length);
  return whole;
}

/** The x coordinate that both sides share. The standard wants the point raw; older libraries want it as OCTET STRING. */
function derived(native: Pkcs11, session: Buffer, key: Buffer, point: Uint8Array): Uint8Array | null {
  for (const publicData of [Buffer.from(point), Buffer.concat([Buffer.from([4, POINT]), point])]) {
    try {
      const parameter = { type: PARAMS.ecdh, kdf: CKD_NULL, publicData };
      const secret = native.C_DeriveKey(session, { mechanism: CKM.ecdh, parameter }, key, [
        { type: CKA.class, value: CKO.secretKey },
        { type: CKA.keyType, value: CKK_GENERIC_SECRET },
        { type: CKA.token, value: false },
        { type: CKA.sensitive, value: false },
        { type: CKA.extractable, value: true },
        { type: CKA.valueLength, value: 32 },
      ]);
      const [value] = native.C_GetAttributeValue(session, secret, [{ type: CKA.value }]);
      const bytes = new Uint8Array(value!.value as Buffer);
      const whole = new Uint8Array(32);
      whole.set(bytes, 32 - bytes.length);
      return whole;
    } catch {
      // the other spelling, or a key that may not
    }
  }
  return null;
}
