import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { nodeSecrets } from "./node-secrets";

const secrets = nodeSecrets("only-for-tests-only-for-tests-only", "信标");
const at = new Date("2026-12-01T01:30:10Z");
const codeAt = (secret: string, when: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({
    timestamp: when.getTime(),
  });

describe("R-157: passwords and one-time codes", () => {
  it("agrees with RFC 6238, appendix B", () => {
    const sealed = secrets.sealCodeSecret(Secret.fromUTF8("12345678901234567890").base32);
    // The RFC's eight digits, of which an app shows the last six.
    expect(secrets.codeStep(sealed, "287082", new Date(59_000))).toBe(1);
    expect(secrets.codeStep(sealed, "081804", new Date(1_111_111_109_000))).toBe(37_037_036);
    expect(secrets.codeStep(sealed, "353130", new Date(20_000_000_000_000))).toBe(666_666_666);
  });

  it("takes one step to either side and says which step it was", () => {
    const secret = secrets.newCodeSecret();
    const sealed = secrets.sealCodeSecret(secret);
    const now = Math.floor(at.getTime() / 30_000);
    const step = (shift: number) =>
      secrets.codeStep(sealed, codeAt(secret, new Date(at.getTime() + shift * 30_000)), at);
    expect([-2, -1, 0, 1, 2].map(step)).toEqual([null, now - 1, now, now + 1, null]);
    expect(secrets.codeStep(sealed, "12345", at)).toBeNull();
    expect(secrets.codeStep(sealed, "１２３４５６", at)).toBeNull();
  });

  it("seals secrets: unreadable, different each time, broken when touched", () => {
    const secret = secrets.newCodeSecret();
    const [one, two] = [secrets.sealCodeSecret(secret), secrets.sealCodeSecret(secret)];
    expect(one).not.toBe(two);
    expect(Buffer.from(one, "base64").toString("latin1")).not.toContain(secret);
    const touched = Buffer.from(one, "base64");
    touched[30] = (touched[30] ?? 0) ^ 1;
    expect(() => secrets.codeStep(touched.toString("base64"), "123456", at)).toThrow();
    expect(() => nodeSecrets("another-secret-another-secret-another", "信标").codeStep(one, "123456", at)).toThrow();
  });

  it("seals telephone numbers: unreadable, read by the same installation alone, broken when touched", () => {
    const [one, two] = [secrets.sealPersonal("13800000000"), secrets.sealPersonal("13800000000")];
    expect(one).not.toBe(two);
    expect(one).not.toContain("13800000000");
    expect(secrets.openPersonal(one)).toBe("13800000000");
    expect(() => secrets.openPersonal(`${one.slice(0, -6)}AAAA==`)).toThrow();
    expect(() => nodeSecrets("another-secret-another-secret-another", "信标").openPersonal(one)).toThrow();
    // What one key sealed is no text of the other's.
    expect(() => secrets.openPersonal(`sealed:${secrets.sealCodeSecret("13800000000")}`)).toThrow();
  });

  it("hashes passwords with salt and takes as long for nobody", async () => {
    const [one, two] = await Promise.all([
      secrets.hashPassword("口令-correct-horse"),
      secrets.hashPassword("口令-correct-horse"),
    ]);
    expect(one).not.toBe(two);
    expect(await secrets.checkPassword("口令-correct-horse", one)).toBe(true);
    expect(await secrets.checkPassword("口令-correct-hors", one)).toBe(false);
    expect(await secrets.checkPassword("", null)).toBe(false);
    const time = async (hash: string | null) => {
      const from = process.hrtime.bigint();
      for (let i = 0; i < 5; i++) await secrets.checkPassword("x", hash);
      return Number(process.hrtime.bigint() - from);
    };
    const ratio = (await time(null)) / (await time(one));
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(3);
  });

  it("hashes identity numbers with the key", () => {
    const number = "11010519491231002X";
    expect(secrets.hashIdentity(number)).toBe(secrets.hashIdentity(number.toLowerCase()));
    const other = nodeSecrets("another-secret-another-secret-another", "信标");
    expect(other.hashIdentity(number)).not.toBe(secrets.hashIdentity(number));
  });

  it("refuses a short master secret", () => {
    expect(() => nodeSecrets("short", "信标")).toThrow(/32/);
  });

  it("puts the issuer into the app's address", () => {
    expect(decodeURIComponent(secrets.codeAddress(secrets.newCodeSecret(), "localhost:3000"))).toMatch(
      /^otpauth:\/\/totp\/信标:localhost:3000\?/,
    );
  });
});
