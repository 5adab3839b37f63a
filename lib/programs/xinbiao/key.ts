import { constants, createPrivateKey, type KeyObject, privateDecrypt } from "node:crypto";
import { basename } from "node:path";
import { P12_LEGACY } from "@/lib/adapters/engine/p12-legacy";
import { type Bytes, concat, fromBase64url } from "@/lib/crypto/bytes";
import { parseCanonical } from "@/lib/crypto/canonical";
import { type Certificate, parseCertificate } from "@/lib/crypto/certificate";
import { signCms } from "@/lib/crypto/cms";
import { integer, octets, oid, sequence } from "@/lib/crypto/der-write";
import type { Header } from "@/lib/crypto/header";
import { OID } from "@/lib/crypto/oids";
import { reject } from "@/lib/crypto/reasons";
import type { Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import { type SoftwareIdentity, softwareIdentity } from "@/lib/crypto/software-identity";
import { checkMaster, unwrapMaster } from "@/lib/crypto/unwrap-master";
import { tryUnwrapWith, tryUnwrap } from "@/lib/crypto/unwrap-trial";
import { masterInfo } from "@/lib/crypto/wrap-master";
import { type Call, incomplete } from "./command";
import { readCertificates, readSmall } from "./files";
import { passphrase } from "./secrets";

export const KEY_OPTIONS = { cert: { type: "string" }, key: { type: "string" }, p12: { type: "string" } } as const;
export const KEY_HELP = {
  cert: {
    zh: "签名证书（PEM，先自己的，后中间证书）",
    en: "signing certificate (PEM: one's own first, then intermediates)",
  },
  key: {
    zh: "私钥（PEM 或 DER，RSA、ECDSA 或 SM2；有口令时取自 XINBIAO_PASSPHRASE）",
    en: "private key (PEM or DER; RSA, ECDSA or SM2; a passphrase is taken from XINBIAO_PASSPHRASE)",
  },
  p12: {
    zh: "代替 --cert 与 --key 的 .p12/.pfx 文件（口令取自 XINBIAO_PASSPHRASE）",
    en: ".p12/.pfx file instead of --cert and --key (passphrase from XINBIAO_PASSPHRASE)",
  },
};

export type OwnKey = {
  readonly certificate: Certificate;
  /** Certificates M may be wrapped to. */
  readonly encryptTo: readonly Uint8Array[];
  /** Detached CMS over canonical bytes (§2.8). */
  sign(statement: Uint8Array): Promise<Uint8Array>;
  /** M out of a header, checked against its commitments. @throws reason `unwrap` */
  master(header: Header): Promise<Bytes>;
  /** Whether the key opens what is wrapped to its certificate; null where nothing can be wrapped to it. */
  tryUnwrap(): Promise<boolean | null>;
};

/** The user's own certificate and key, from files. */
export async function ownKey(call: Call): Promise<OwnKey> {
  const [certFile, keyFile, p12] = [call.text("cert"), call.text("key"), call.text("p12")];
  if (p12) return keyOfSigner(await openSigner(p12));
  if (!certFile || !keyFile)
    return incomplete({ zh: "需要 --cert 和 --key，或 --p12", en: "--cert and --key, or --p12, are needed" });
  const [own, ...chainDer] = await readCertificates(certFile);
  const certificate = parseCertificate(own!);
  const { pkcs8, node } = await readKey(keyFile);
  const identity = await softwareIdentity(pkcs8, certificate);
  if (!identity)
    return incomplete({
      zh: `${basename(keyFile)} 不是该证书的私钥，或类型不支持`,
      en: `${basename(keyFile)} is not the certificate's key, or of a kind that is not supported`,
    });
  const { algorithm, sign, use } = identity;
  return {
    certificate,
    encryptTo: use === "sign" ? [] : [certificate.der],
    sign: (content) =>
      use === "encrypt"
        ? incomplete({ zh: "加密证书不能签名", en: "an encryption certificate does not sign" })
        : signCms({ content, certificateDer: own!, chainDer, algorithm, sign }),
    master: (header) => masterOf(header, identity, node),
    tryUnwrap: () =>
      tryUnwrap(use === "sign" ? [] : [certificate.der], (_der, alg, ct, info) => identity.unwrap(alg, ct, info)),
  };
}

async function openSigner(name: string): Promise<Signer> {
  try {
    return await openP12(await readSmall(name), await passphrase(`${name}: `), undefined, P12_LEGACY);
  } catch (error) {
    if (error instanceof Error && "incomplete" in error) throw error;
    const why = error instanceof Error ? error.message : "";
    return incomplete({ zh: `${name} 打不开：${why}`, en: `${name} does not open: ${why}` });
  }
}

async function keyOfSigner(signer: Signer): Promise<OwnKey> {
  const certificates = await signer.list();
  const own = certificates.find(({ use }) => use !== "encrypt");
  if (!own) return incomplete({ zh: "文件里没有签名证书", en: "the file holds no signing certificate" });
  return {
    certificate: parseCertificate(own.der),
    encryptTo: certificates.filter(({ use }) => use !== "sign").map(({ der }) => der),
    sign: async (statement) => {
      const purpose = (parseCanonical(statement) as { readonly type: string }).type;
      const context = { origin: "", purpose, title: "", nonce: "", expires: "9999-12-31T00:00:00Z" };
      return (await signer.sign({ cert: own.id, statement, context })).cms;
    },
    master: (header) => unwrapMaster(header, signer, ""),
    tryUnwrap: () => tryUnwrapWith(signer),
  };
}

const SM2_CURVE = Buffer.from("06082a811ccf5501822d", "hex");

/** PKCS#8 of a key file. SM2 keys never become a KeyObject: some versions of Node abort on them (protocol §3.6). */
async function readKey(name: string): Promise<{ pkcs8: Bytes; node: KeyObject | null }> {
  const bytes = await readSmall(name);
  const text = new TextDecoder("latin1").decode(bytes);
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([\s\S]+?)-----END/g)];
  const [, label = "PRIVATE KEY", body] = blocks[0] ?? [];
  const der = body ? Uint8Array.from(Buffer.from(body.replace(/^.*:.*$/gm, ""), "base64")) : bytes;
  if (Buffer.from(der).includes(SM2_CURVE))
    return { pkcs8: label === "EC PRIVATE KEY" ? sm2Pkcs8(der) : der, node: null };
  try {
    const locked = text.includes("ENCRYPTED") ? { passphrase: await passphrase(`${name}: `) } : {};
    const node = body
      ? createPrivateKey({ key: text, ...locked })
      : createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
    return { pkcs8: Uint8Array.from(node.export({ type: "pkcs8", format: "der" })), node };
  } catch (error) {
    if (error instanceof Error && "incomplete" in error) throw error;
    return incomplete({ zh: `${name} 不是可用的私钥`, en: `${name} is no private key that can be used` });
  }
}

const sm2Pkcs8 = (sec1: Uint8Array): Bytes =>
  concat(sequence(integer(0), sequence(oid(OID.ec), oid(OID.sm2Curve)), octets(sec1)));

async function masterOf(header: Header, identity: SoftwareIdentity, node: KeyObject | null): Promise<Bytes> {
  const info = masterInfo(fromBase64url(header.container, 16));
  for (const { alg, ct, enc, kid } of header.bidder_keys) {
    if (kid !== identity.certificate.fingerprint) continue;
    const wrapped = fromBase64url(ct);
    const M =
      alg === "rsa-pkcs1" && node
        ? rsaUnwrap(node, wrapped)
        : await identity
            .unwrap(alg, enc === undefined ? wrapped : concat(fromBase64url(enc, 65), wrapped), info)
            .catch(() => null);
    if (M) return checkMaster(header, M);
  }
  return reject("unwrap", "no stanza of the header opens with this key");
}

/** PKCS#1 v1.5 by hand: Node refuses to, for fear of padding oracles; here the bidder asks his own machine alone. */
function rsaUnwrap(key: KeyObject, ct: Uint8Array): Uint8Array | null {
  try {
    const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, ct);
    const end = block.indexOf(0, 2);
    return block[0] === 0 && block[1] === 2 && end >= 10 ? concat(block.subarray(end + 1)) : null;
  } catch {
    return null;
  }
}
