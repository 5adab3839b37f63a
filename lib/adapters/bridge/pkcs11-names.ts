/** The few names of PKCS#11 2.40 that the bridge uses, and the native binding as far as it uses it. */
export const CKO = { certificate: 1, privateKey: 3 } as const;
export const CKA = { class: 0, value: 0x11, id: 0x102 } as const;
export const CKM = { rsaPkcs: 0x1, rsaOaep: 0x9, sha256Rsa: 0x40, ecdsa: 0x1041 } as const;
export const CKR = { pinIncorrect: 0xa0, pinLengthRange: 0xa2, pinLocked: 0xa4, alreadyLoggedIn: 0x100 } as const;
export const CKU_USER = 1;

type Mechanism = { readonly mechanism: number; readonly parameter?: object };
type Attribute = { readonly type: number; readonly value?: number | Buffer };

/** `pkcs11js`, which is installed with the bridge alone (scripts/bridge/package.json). */
export type Pkcs11 = {
  load(path: string): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(withToken: boolean): Buffer[];
  C_GetTokenInfo(slot: Buffer): { label: string; flags: number };
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_CloseSession(session: Buffer): void;
  C_Login(session: Buffer, user: number, pin: string): void;
  C_FindObjectsInit(session: Buffer, template: Attribute[]): void;
  C_FindObjects(session: Buffer): Buffer | null;
  C_FindObjectsFinal(session: Buffer): void;
  C_GetAttributeValue(session: Buffer, object: Buffer, template: { type: number }[]): Attribute[];
  C_SignInit(session: Buffer, mechanism: Mechanism, key: Buffer): void;
  C_Sign(session: Buffer, data: Buffer, into: Buffer): Buffer;
  C_DecryptInit(session: Buffer, mechanism: Mechanism, key: Buffer): void;
  C_Decrypt(session: Buffer, data: Buffer, into: Buffer): Buffer;
};

/** The CKR number of what the binding threw; null for anything else. */
export const codeOf = (error: unknown): number | null => {
  const { code } = error as { code?: unknown };
  return typeof code === "number" ? code : null;
};
