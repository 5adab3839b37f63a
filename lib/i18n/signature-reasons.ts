import type { Locale } from "./instants";

/** Why a certificate is not believed (`PathError` of lib/crypto), and the commonest faults of a signature itself. */
const REASONS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  PATH_EXPIRED: { zh: "证书已过期", en: "the certificate has expired" },
  PATH_NOT_YET_VALID: { zh: "证书尚未生效", en: "the certificate is not valid yet" },
  PATH_REVOKED: { zh: "证书已被签发机构吊销", en: "the certificate was revoked by its authority" },
  PATH_KEY_USAGE: { zh: "证书的用途不包括签名", en: "the certificate is not for signing" },
  PATH_EXTENDED_KEY_USAGE: {
    zh: "证书的扩展用途不包括签名和登录",
    en: "the certificate's purposes include neither signing nor signing in",
  },
  PATH_NO_ISSUER: {
    zh: "签发机构不在受信任的认证机构名录内",
    en: "the authority that issued the certificate is not on the trust list",
  },
  PATH_ANCHOR_PERIOD: {
    zh: "签发机构已从受信任的认证机构名录移出",
    en: "the authority is no longer accepted by the trust list",
  },
  PATH_SIGNATURE: { zh: "证书本身的签名不成立", en: "the certificate's own signature is false" },
  PATH_ALGORITHM: { zh: "证书使用了不被接受的算法", en: "the certificate uses an algorithm that is not accepted" },
  PATH_KEY: { zh: "证书的密钥强度不足", en: "the certificate's key is too weak" },
  PATH_NOT_CA: { zh: "证书由无权签发的证书签发", en: "the certificate was issued by one that may issue none" },
  PATH_REVOCATION_UNKNOWN: { zh: "证书的吊销状态尚未查明", en: "whether the certificate was revoked is not known" },
  CMS_DIGEST: { zh: "签名与内容不符", en: "the signature is over another content" },
  CMS_SIGNATURE: { zh: "签名本身不成立", en: "the signature is false" },
};

/** In words where there are some; the code itself otherwise, for whoever is called about it. */
export const signatureReason = (locale: Locale, reason: string): string =>
  REASONS[reason]?.[locale === "zh-CN" ? "zh" : "en"] ?? reason;
