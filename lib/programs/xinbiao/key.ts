import { constants, createPrivateKey, createPublicKey, type KeyObject, privateDecrypt, sign } from "node:crypto";
import { basename } from "node:path";
import { concat, fromBase64url, sameBytes } from "@/lib/crypto/bytes";
import { type Certificate, parseCertificate } from "@/lib/crypto/certificate";
import { type CmsAlgorithm, signCms } from "@/lib/crypto/cms";
import type { Header } from "@/lib/crypto/header";
import { HPKE_ALG, unwrap } from "@/lib/crypto/hpke";
import { reject } from "@/lib/crypto/reasons";
import { checkMaster } from "@/lib/crypto/unwrap-master";
import { masterInfo } from "@/lib/crypto/wrap-master";
import { type Call, incomplete } from "./command";
import { readCertificates, readSmall } from "./files";
import { passphrase } from "./secrets";

type Bytes = Uint8Array<ArrayBuffer>;

export const KEY_OPTIONS = { cert: { type: "string" }, key: { type: "string" } } as const;
export const KEY_HELP = {
  cert: {
    zh: "签名证书（PEM，先自己的，后中间证书）",
    en: "signing certificate (PEM: one's own first, then intermediates)",
  },
  key: {
    zh: "私钥（PEM 或 DER；有口令时取自 XINBIAO_PASSPHRASE）",
    en: "private key (PEM or DER; a passphrase is taken from XINBIAO_PASSPHRASE)",
  },
};

export type OwnKey = {
  readonly certificate: Certificate;
  /** Detached CMS over canonical bytes (§2.8). */
  sign(statement: Uint8Array): Promise<Uint8Array>;
  /** M out of a header, checked against its commitments. @throws reason `unwrap` */
  master(header: Header): Promise<Bytes>;
};

/** The user's own certificate and key, from files. */
export async function ownKey(call: Call): Promise<OwnKey> {
  const [certFile, keyFile] = [call.text("cert"), call.text("key")];
  if (!certFile || !keyFile) return incomplete({ zh: "需要 --cert 和 --key", en: "--cert and --key are needed" });
  const [own, ...chainDer] = await readCertificates(certFile);
  const certificate = parseCertificate(own!);
  const key = await readKey(keyFile);
  const spki = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));
  if (!sameBytes(spki, certificate.publicKey.spki))
    return incomplete({
      zh: `${basename(keyFile)} 不是该证书的私钥`,
      en: `${basename(keyFile)} is not the certificate's key`,
    });
  const algorithm = algorithmOf(key);
  const hash = algorithm === "ecdsa-sha384" ? "sha384" : "sha256";
  const padding = algorithm === "rsa-pss-sha256" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
  const rawSign = async (bytes: Uint8Array) =>
    new Uint8Array(sign(hash, bytes, { key, dsaEncoding: "ieee-p1363", ...padding }));
  return {
    certificate,
    sign: (content) => signCms({ content, certificateDer: own!, chainDer, algorithm, sign: rawSign }),
    master: (header) => masterOf(header, certificate, key),
  };
}

async function readKey(name: string): Promise<KeyObject> {
  const bytes = await readSmall(name);
  // SM2 keys must never become a KeyObject: some versions of Node abort on them (protocol §3.6).
  if (isSm2(bytes))
    return incomplete({ zh: "本工具还不能用 SM2 私钥签名", en: "this tool does not sign with SM2 keys yet" });
  const text = new TextDecoder().decode(bytes);
  try {
    if (!text.includes("-----BEGIN"))
      return createPrivateKey({ key: Buffer.from(bytes), format: "der", type: "pkcs8" });
    const locked = text.includes("ENCRYPTED");
    return createPrivateKey({ key: text, ...(locked ? { passphrase: await passphrase(`${name}: `) } : {}) });
  } catch (error) {
    if (error instanceof Error && "incomplete" in error) throw error;
    return incomplete({ zh: `${name} 不是可用的私钥`, en: `${name} is no private key that can be used` });
  }
}

/** Whether the curve identifier of SM2 (1.2.156.10197.1.301) stands in the key, PEM or DER. */
function isSm2(bytes: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(bytes);
  const body = /-----BEGIN [^-]+-----([\s\S]+?)-----END/.exec(text)?.[1];
  const der = body ? Buffer.from(body.replace(/^.*:.*$/gm, ""), "base64") : Buffer.from(bytes);
  return der.includes(Buffer.from("06082a811ccf5501822d", "hex"));
}

function algorithmOf(key: KeyObject): CmsAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === "rsa") return "rsa-sha256";
  if (type === "rsa-pss") return "rsa-pss-sha256";
  if (type === "ec" && details?.namedCurve === "prime256v1") return "ecdsa-sha256";
  if (type === "ec" && details?.namedCurve === "secp384r1") return "ecdsa-sha384";
  return incomplete({ zh: `不支持的密钥类型 ${type}`, en: `keys of type ${type} are not supported` });
}

async function masterOf(header: Header, certificate: Certificate, key: KeyObject): Promise<Bytes> {
  const container = fromBase64url(header.container, 16);
  for (const { alg, ct, enc, kid } of header.bidder_keys) {
    if (kid !== certificate.fingerprint) continue;
    if (alg === "rsa-oaep-256" || alg === "rsa-pkcs1") return checkMaster(header, rsaUnwrap(key, alg, ct));
    if (alg === HPKE_ALG && enc) {
      const { d } = key.export({ format: "jwk" });
      const wrapped = { enc: fromBase64url(enc, 65), ct: fromBase64url(ct) };
      return checkMaster(header, await unwrap(fromBase64url(d ?? "", 32), masterInfo(container), wrapped));
    }
  }
  return reject("unwrap", "no stanza of the header is for this certificate");
}

function rsaUnwrap(key: KeyObject, alg: "rsa-oaep-256" | "rsa-pkcs1", ct: string): Bytes {
  const how =
    alg === "rsa-pkcs1"
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
  try {
    return concat(privateDecrypt({ key, ...how }, fromBase64url(ct)));
  } catch {
    return reject("unwrap", "this key does not open it");
  }
}
