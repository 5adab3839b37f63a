import { expect, it } from "vitest";
import { encodeBase64 } from "@/lib/crypto/binding";
import { unwrapStatement } from "@/lib/crypto/remote-request";
import type { Order } from "./desk";
import { phonePage, requestPage } from "./page";
import type { Phone } from "./phones";

const ORIGIN = "https://platform.example";
const bytes = new Uint8Array([1]);
const unwrap = (purpose: string): Order => ({
  id: "a".repeat(43),
  kind: "unwrap",
  statement: encodeBase64(
    unwrapStatement({ alg: "rsa-oaep-256", ciphertext: bytes, info: bytes, to: bytes, origin: ORIGIN, purpose }),
  ),
  purpose: "unwrap",
  title: "登录平台",
  tender: null,
  origin: ORIGIN,
  number: "42",
  certificate: null,
  phone: "p",
  seconds: 120,
});

it("what a key is asked to open is said by the statement, not by whoever asks", () => {
  const pages = [requestPage(unwrap("release")), phonePage({ id: "p", name: "手机" } as Phone, [unwrap("release")])];
  for (const page of pages) {
    expect(page).toContain("解密投标文件");
    expect(page).not.toContain("登录平台");
  }
  expect(requestPage(unwrap("readiness"))).toContain("投标准备检查");
});
