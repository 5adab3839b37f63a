import { type Bytes, concat, u16, u8, utf8 } from "./bytes";
import { SUITE_1 } from "./suite";

const NONE = new Uint8Array() as Bytes;
/** DHKEM(P-256, HKDF-SHA256); the whole with HKDF-SHA256 and AES-256-GCM (protocol §2.3). */
const KEM = concat(utf8("KEM"), u16(0x0010));
const SUITE = concat(utf8("HPKE"), u16(0x0010), u16(0x0001), u16(0x0002));

const extract = (suite: Uint8Array, salt: Uint8Array, name: string, ikm: Uint8Array): Uint8Array =>
  SUITE_1.extract(salt, concat(utf8("HPKE-v1"), suite, utf8(name), ikm));
const expand = (suite: Uint8Array, prk: Uint8Array, name: string, info: Uint8Array, length: number): Uint8Array =>
  SUITE_1.expand(prk, concat(u16(length), utf8("HPKE-v1"), suite, utf8(name), info), length);

/**
 * Opens one HPKE message (RFC 9180 base mode, §4.1 and §5.1) where a token has done the Diffie–Hellman step and keeps the
 * key to itself.
 * @param dh x coordinate of the shared point, 32 octets, as CKM_ECDH1_DERIVE gives it
 * @param recipient the key's own uncompressed point
 * @returns null where it does not open
 */
export async function openWithShared(
  dh: Uint8Array,
  recipient: Uint8Array,
  info: Uint8Array,
  { enc, ct }: { readonly enc: Uint8Array; readonly ct: Uint8Array },
): Promise<Uint8Array | null> {
  const shared = expand(KEM, extract(KEM, NONE, "eae_prk", dh), "shared_secret", concat(enc, recipient), 32);
  const context = concat(u8(0), extract(SUITE, NONE, "psk_id_hash", NONE), extract(SUITE, NONE, "info_hash", info));
  const secret = extract(SUITE, shared, "secret", NONE);
  const key = expand(SUITE, secret, "key", context, 32);
  return SUITE_1.open(key, expand(SUITE, secret, "base_nonce", context, 12), ct);
}
