import { expect, it } from "vitest";
import { P12_LEGACY } from "@/lib/adapters/engine/p12-legacy";
import { describeOpenssl, type KeyKind } from "@/lib/testing/openssl";
import { canonicalBytes } from "./canonical";
import { verifyCms } from "./cms";
import { openP12 } from "./signer-software";

const statement = canonicalBytes({ fmt: "SBC/1", type: "probe" });

describeOpenssl("PKCS#12 made by OpenSSL", ({ openssl, read }) => {
  const make = (kind: KeyKind, password: string, ...options: string[]): Uint8Array => {
    openssl(
      "pkcs12",
      "-export",
      "-inkey",
      `${kind}.key`,
      "-in",
      `${kind}.pem`,
      "-certfile",
      `${kind}-root.pem`,
      "-passout",
      `pass:${password}`,
      "-out",
      "file.p12",
      ...options,
    );
    return read("file.p12");
  };
  const context = { origin: "https://x", purpose: "probe", title: "t", nonce: "n", expires: "2100-01-01T00:00:00Z" };
  const signs = async (file: Uint8Array, password: string, legacy = false): Promise<string> => {
    try {
      const signer = await openP12(file, password, undefined, legacy ? P12_LEGACY : undefined);
      const [own] = await signer.list();
      const { cms } = await signer.sign({ cert: own!.id, statement, context });
      return `${own!.alg} ${(await verifyCms(statement, cms)).ok}`;
    } catch (error) {
      return String((error as { code?: string }).code ?? error);
    }
  };

  it.each([
    ["rsa", "RSA"],
    ["p256", "EC"],
    ["p384", "EC"],
    ["sm2", "SM2"],
  ] as const)("%s keys, ASCII, Chinese and empty passwords", async (kind, alg) => {
    for (const password of ["Test-2026", "投标密码 2026", "😀密", ""])
      expect(await signs(make(kind, password), password), password).toBe(`${alg} true`);
    expect(await signs(make(kind, "right"), "wrong")).toBe("P12_PASSWORD");
  });

  it("other iteration counts and MACs, no localKeyId order, unencrypted certificates", async () => {
    expect(await signs(make("rsa", "a", "-iter", "1"), "a")).toBe("RSA true");
    expect(await signs(make("rsa", "a", "-macalg", "sha1"), "a")).toBe("RSA true");
    expect(await signs(make("rsa", "a", "-macalg", "sha512"), "a")).toBe("RSA true");
    expect(await signs(make("rsa", "a", "-keypbe", "AES-128-CBC", "-certpbe", "NONE"), "a")).toBe("RSA true");
    expect(await signs(make("rsa", "a", "-nomac"), "a")).toBe("P12_UNSUPPORTED");
  });

  it("RC2 and 3DES: refused with a word in the browser, opened by the offline tool", async () => {
    for (const kind of ["rsa", "p256", "sm2"] as const) {
      for (const password of ["a", "投标密码"]) {
        const old = make(kind, password, "-legacy");
        expect(await signs(old, password)).toBe("P12_UNSUPPORTED");
        expect(await signs(old, password, true)).toMatch(/ true$/);
        expect(await signs(old, "b", true)).toBe("P12_PASSWORD");
      }
    }
    const strong = make("rsa", "a", "-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-RC2-128");
    expect(await signs(strong, "a", true)).toBe("RSA true");
    const two = make("rsa", "a", "-legacy", "-keypbe", "PBE-SHA1-2DES", "-certpbe", "PBE-SHA1-2DES");
    expect(await signs(two, "a", true)).toBe("RSA true");
  });
});
