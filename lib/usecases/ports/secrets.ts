/** Passwords, one-time codes and identity numbers: what needs keys or slow hashing. Nothing of it is ever logged. */
export type Secrets = {
  /** @returns scrypt hash with its parameters and salt */
  hashPassword(password: string): Promise<string>;
  /** With `null` it takes as long as with a hash and says no: nobody can measure which accounts exist. */
  checkPassword(password: string, hash: string | null): Promise<boolean>;
  /** A fresh secret for an authenticator app, base32. */
  newCodeSecret(): string;
  /** `otpauth://` address of a secret, for the QR code. */
  codeAddress(secret: string, login: string): string;
  /** Encrypts a secret for storage. */
  sealCodeSecret(secret: string): string;
  /**
   * The 30-second step a one-time code belongs to, one step to either side allowed; null if it belongs to none.
   * @param at real time, not a sandbox's: the code comes from a person's telephone
   */
  codeStep(sealed: string, code: string, at: Date): number | null;
  /** Keyed hash of an identity number; equal for equal people, useless without the key. */
  hashIdentity(idNumber: string): string;
  /** Encrypts what is about a person (telephone, address for mail) for storage; different each time. */
  sealPersonal(text: string): string;
  /** What `sealPersonal` made, readable again. @throws {Error} if it was changed, or sealed under another secret */
  openPersonal(sealed: string): string;
  /** 256 random bits, base64url: nonces, invitation tokens. */
  nonce(): string;
  /** Hash under which a token is stored, so that reading the table does not give anybody the token. */
  hashToken(token: string): string;
};
