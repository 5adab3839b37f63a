import { createHash } from "node:crypto";
import { type Certificate, parseCertificate } from "@/lib/crypto/certificate";
import { allowedUse } from "@/lib/crypto/software-identity";
import { pkcs11Opened } from "./pkcs11-open";
import { type Pkcs11, CKA, CKF, CKM, CKO, CKR, CKU_USER, codeOf } from "./pkcs11-names";
import type { Token, TokenCertificate } from "./token";

const coded = (code: string, detail: string) => Object.assign(new Error(detail), { code });
const MAX_SIGNATURE = 1_024;

type Place = {
  readonly slot: Buffer;
  readonly label: string;
  readonly certificate: Certificate;
  readonly id: Buffer;
  /** Whether the token offers the Diffie–Hellman step, without which an EC key only signs. */
  readonly ecdh: boolean;
  readonly pin: TokenCertificate["pin"] | null;
};

/**
 * Tokens behind a PKCS#11 library. Nothing is kept open: every operation opens a session, gives the PIN, and closes it, so
 * that a token pulled out, put in, or changed in between is seen as it is.
 * @param native the binding, loaded where it is installed
 * @param library path of the vendor's library
 */
export function pkcs11Token(native: Pkcs11, library: string): Token {
  native.load(library);
  native.C_Initialize();
  // EC keys found without CKA_DERIVE, by certificate: only a session with the PIN sees a private key's attributes.
  const underivable = new Set<string>();
  const places = (): readonly Place[] => slotsOf(native).flatMap((slot) => placesIn(native, slot));
  // Libraries forget a token that was pulled out and do not see it come back: loaded anew, they look again.
  const found = <T>(look: () => T | undefined): T | undefined => {
    const first = look();
    if (first !== undefined) return first;
    reload(native);
    return look();
  };
  const find = (id: string): Place => {
    const place = found(() => places().find(({ certificate }) => certificate.fingerprint === id));
    if (!place) throw coded("BRIDGE_TOKEN", "the token is not plugged in");
    return place;
  };
  const using = async <T>(
    id: string,
    pin: string,
    work: (session: Buffer, key: Buffer, certificate: Certificate) => T,
  ): Promise<T> => {
    const { slot, id: keyId, certificate, pin: state } = find(id);
    return inSession(native, slot, (session) => {
      login(native, session, state === "pad" ? undefined : pin);
      const key = search(native, session, [
        { type: CKA.class, value: CKO.privateKey },
        { type: CKA.id, value: keyId },
      ])[0];
      if (!key) throw coded("BRIDGE_TOKEN", "no private key beside the certificate");
      if (certificate.publicKey.kind.type === "ec" && !derives(native, session, key)) underivable.add(id);
      return work(session, key, certificate);
    });
  };
  return {
    list: async () =>
      (found(() => [places()].find(({ length }) => length > 0)) ?? [])
        .filter(({ certificate }) => certificate.basicConstraints?.ca !== true)
        .flatMap((place) => listed(place, !underivable.has(place.certificate.fingerprint))),
    sign: async ({ id }, bytes, pin) =>
      using(id, pin, (session, key, own) => signature(native, session, key, own, bytes)),
    // What is left to do after the token's own step is done when the session is closed.
    unwrap: async ({ id }, what, pin) =>
      (await using(id, pin, (session, key, own) => pkcs11Opened(native, session, key, own, what)))(),
    chain: async ({ id }) =>
      places()
        .filter(({ certificate }) => certificate.fingerprint !== id && certificate.basicConstraints?.ca === true)
        .map(({ certificate }) => certificate.der),
  };
}

function slotsOf(native: Pkcs11): readonly Buffer[] {
  try {
    return native.C_GetSlotList(true);
  } catch {
    return []; // its library could not be loaded anew
  }
}

function reload(native: Pkcs11): void {
  try {
    native.C_Finalize();
  } catch {
    // the last attempt to load it failed
  }
  try {
    native.C_Initialize();
  } catch {
    throw coded("BRIDGE_TOKEN", "the token's library does not start");
  }
}

function listed({ certificate, label, ecdh, pin }: Place, derivable: boolean): TokenCertificate[] {
  const { type } = certificate.publicKey.kind;
  if (type !== "rsa" && type !== "ec") return [];
  const use = allowedUse(certificate);
  // Without the Diffie–Hellman step an EC key signs, and the backup file opens.
  const able = type === "ec" && use === "both" && !(ecdh && derivable) ? ("sign" as const) : use;
  const alg = type === "rsa" ? ("RSA" as const) : ("EC" as const);
  return [{ id: certificate.fingerprint, use: able, alg, der: certificate.der, token: label, ...(pin ? { pin } : {}) }];
}

function derives(native: Pkcs11, session: Buffer, key: Buffer): boolean {
  try {
    const [derive] = native.C_GetAttributeValue(session, key, [{ type: CKA.derive }]);
    return (derive?.value as Buffer | undefined)?.[0] !== 0;
  } catch {
    return true; // the token does not say: the trial of a readiness check will
  }
}

const pinOf = (flags: number): TokenCertificate["pin"] | null =>
  flags & CKF.pinLocked
    ? "locked"
    : flags & CKF.protectedPath
      ? "pad"
      : flags & CKF.pinLast
        ? "last"
        : flags & CKF.pinLow
          ? "low"
          : null;

function placesIn(native: Pkcs11, slot: Buffer): readonly Place[] {
  try {
    const { label: padded, flags } = native.C_GetTokenInfo(slot);
    const [label, pin] = [padded.trim(), pinOf(flags)];
    const ecdh = native.C_GetMechanismList(slot).includes(CKM.ecdh);
    return inSession(native, slot, (session) =>
      search(native, session, [{ type: CKA.class, value: CKO.certificate }]).flatMap((handle) => {
        const [value, id] = native.C_GetAttributeValue(session, handle, [{ type: CKA.value }, { type: CKA.id }]);
        try {
          const certificate = parseCertificate(new Uint8Array(value!.value as Buffer));
          return [{ slot, label, certificate, id: id!.value as Buffer, ecdh, pin }];
        } catch {
          return []; // not one of ours to read; the others on the token count
        }
      }),
    );
  } catch {
    return []; // pulled out while we looked
  }
}

function inSession<T>(native: Pkcs11, slot: Buffer, work: (session: Buffer) => T): T {
  const session = native.C_OpenSession(slot, 4);
  try {
    return work(session);
  } finally {
    try {
      native.C_CloseSession(session);
    } catch {
      // the token went away with it
    }
  }
}

/** Without a PIN the token asks for it on its own pad. */
function login(native: Pkcs11, session: Buffer, pin: string | undefined): void {
  try {
    if (pin === undefined) native.C_Login(session, CKU_USER);
    else native.C_Login(session, CKU_USER, pin);
  } catch (error) {
    const code = codeOf(error);
    if (code === CKR.pinIncorrect || code === CKR.pinLengthRange) throw coded("BRIDGE_PIN", "wrong PIN");
    if (code === CKR.pinLocked) throw coded("BRIDGE_PIN_LOCKED", "the token is locked");
    if (code !== CKR.alreadyLoggedIn) throw coded("BRIDGE_TOKEN", "the token does not answer");
  }
}

function search(native: Pkcs11, session: Buffer, template: { type: number; value: number | Buffer }[]): Buffer[] {
  native.C_FindObjectsInit(session, template);
  try {
    const found: Buffer[] = [];
    for (let handle = native.C_FindObjects(session); handle; handle = native.C_FindObjects(session)) found.push(handle);
    return found;
  } finally {
    native.C_FindObjectsFinal(session);
  }
}

function signature(native: Pkcs11, session: Buffer, key: Buffer, own: Certificate, bytes: Uint8Array): Uint8Array {
  const rsa = own.publicKey.kind.type === "rsa";
  native.C_SignInit(session, { mechanism: rsa ? CKM.sha256Rsa : CKM.ecdsa }, key);
  // CKM_ECDSA takes the digest and gives r || s, which is what CMS is made of here.
  const input = rsa ? Buffer.from(bytes) : createHash("sha256").update(bytes).digest();
  return new Uint8Array(native.C_Sign(session, input, Buffer.alloc(MAX_SIGNATURE)));
}
