/** The few names of PKCS#11 2.40 that the bridge uses, and the native binding as far as it uses it. */
export const CKO = { certificate: 1, privateKey: 3, secretKey: 4 } as const;
export const CKA = {
  ...{ class: 0, token: 1, value: 0x11, keyType: 0x100, id: 0x102 },
  ...{ sensitive: 0x103, derive: 0x10c, valueLength: 0x161, extractable: 0x162 },
} as const;
export const CKM = {
  ...{ rsaPkcs: 0x1, rsaBare: 0x3, rsaOaep: 0x9, sha256Rsa: 0x40, ecdsa: 0x1041, ecdh: 0x1050 },
} as const;
export const CKK_GENERIC_SECRET = 0x10;
/** How the binding is told which structure a mechanism's parameter is. */
export const PARAMS = { rsaOaep: 4, ecdh: 6 } as const;
export const CKR = { pinIncorrect: 0xa0, pinLengthRange: 0xa2, pinLocked: 0xa4, alreadyLoggedIn: 0x100 } as const;
export const CKU_USER = 1;
/** Flags of a token that say how many wrong PINs it still takes. */
export const CKF = { protectedPath: 0x100, pinLow: 0x1_0000, pinLast: 0x2_0000, pinLocked: 0x4_0000 } as const;

type Mechanism = { readonly mechanism: number; readonly parameter?: object };
type Attribute = { readonly type: number; readonly value?: number | boolean | Buffer };

/** `pkcs11js`, which is installed with the bridge alone (scripts/bridge/package.json). */
export type Pkcs11 = {
  load(path: string): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(withToken: boolean): Buffer[];
  C_GetTokenInfo(slot: Buffer): { label: string; flags: number };
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_CloseSession(session: Buffer): void;
  C_Login(session: Buffer, user: number, pin?: string): void;
  C_FindObjectsInit(session: Buffer, template: Attribute[]): void;
  C_FindObjects(session: Buffer): Buffer | null;
  C_FindObjectsFinal(session: Buffer): void;
  C_GetAttributeValue(session: Buffer, object: Buffer, template: { type: number }[]): Attribute[];
  C_SignInit(session: Buffer, mechanism: Mechanism, key: Buffer): void;
  C_Sign(session: Buffer, data: Buffer, into: Buffer): Buffer;
  C_GetMechanismList(slot: Buffer): number[];
  C_DeriveKey(session: Buffer, mechanism: Mechanism, key: Buffer, template: Attribute[]): Buffer;
  C_DecryptInit(session: Buffer, mechanism: Mechanism, key: Buffer): void;
  C_Decrypt(session: Buffer, data: Buffer, into: Buffer): Buffer;
};

/** The CKR number of what the binding threw; null for anything else. */
export const codeOf = (error: unknown): number | null => {
  const { code } = error as { code?: unknown };
  return typeof code === "number" ? code : null;
};
