import { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { bridgeRefuses, type BridgeRequest } from "@/lib/crypto/bridge-message";
import type { Json } from "@/lib/crypto/canonical";
import { type CmsAlgorithm, signCms } from "@/lib/crypto/cms";
import { contentToSign, type SignContext, statementMark } from "@/lib/crypto/signer";
import type { Desk } from "./desk";
import type { Session } from "./pairing";
import type { Token, TokenCertificate } from "./token";

/** The platform's nonces live two minutes; a request that lives longer was not made for this moment. */
const LONGEST_MS = 150_000;

const context = z.strictObject({
  origin: z.string(),
  purpose: z.string(),
  tender: z.string().optional(),
  title: z.string().max(2_000),
  nonce: z.string().max(200),
  expires: z.iso.datetime(),
});
const sign = z.strictObject({ cert: z.string(), context, statement: z.base64().max(2_000_000) });
const unwrap = z.strictObject({
  alg: z.string().max(64),
  cert: z.string(),
  ciphertext: z.base64().max(4_000),
  context,
  info: z.base64().max(1_000).optional(),
});

const ALGORITHMS: Readonly<Record<TokenCertificate["alg"], CmsAlgorithm>> = {
  RSA: "rsa-sha256",
  EC: "ecdsa-sha256",
  SM2: "sm2-sm3",
};

export type Acts = { readonly token: Token; readonly desk: Desk; readonly now: () => Date };

/** Does what a paired page asks, after its person has seen it. @throws codes of `BridgeCode` and `SignerCode` */
export async function act(request: BridgeRequest, session: Session, acts: Acts): Promise<Json> {
  if (request.method === "list")
    return (await acts.token.list()).map(({ id, use, alg, der, token }) => ({
      alg,
      der: encodeBase64(der),
      id,
      token,
      use,
    }));
  if (request.method === "sign") return signing(parsed(sign, request.params), session, acts);
  if (request.method === "unwrap") return unwrapping(parsed(unwrap, request.params), session, acts);
  return null;
}

function parsed<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const result = schema.safeParse(params);
  return result.success ? result.data : bridgeRefuses("BRIDGE_INPUT", "not such a request");
}

/** The request is for here and now, and was never made before. */
function fresh({ origin, nonce, expires }: SignContext, session: Session, now: Date): void {
  if (origin !== session.origin) bridgeRefuses("BRIDGE_SESSION", "made for another origin");
  const until = new Date(expires).getTime();
  if (until < now.getTime() || until > now.getTime() + LONGEST_MS) bridgeRefuses("BRIDGE_REPLAY", "not of this moment");
  for (const [old, end] of session.nonces) if (end < now.getTime()) session.nonces.delete(old);
  if (nonce === "") return;
  if (session.nonces.has(nonce)) bridgeRefuses("BRIDGE_REPLAY", "this nonce was used");
  session.nonces.set(nonce, until);
}

async function own(id: string, token: Token, barred: "sign" | "encrypt"): Promise<TokenCertificate> {
  const found = (await token.list()).find((one) => one.id === id);
  if (!found) return bridgeRefuses("BRIDGE_TOKEN", "no such certificate in any token");
  if (found.use === barred) throw Object.assign(new Error(`a ${barred} certificate`), { code: "SIGNER_CERTIFICATE" });
  return found;
}

async function signing(
  { cert, statement, context: given }: z.output<typeof sign>,
  session: Session,
  { token, desk, now }: Acts,
): Promise<string> {
  const bytes = decodeBase64(statement);
  const asked = contextOf(given);
  fresh(asked, session, now());
  // No raw hashes: what is not a statement of the purpose shown is refused before the person is asked.
  const content = contentToSign(bytes, asked, now());
  const certificate = await own(cert, token, "encrypt");
  await agreed(asked, session, desk, statementMark(bytes));
  const pin = await pinFor(certificate, desk);
  const cms = await signCms({
    content,
    certificateDer: certificate.der,
    chainDer: await token.chain(certificate),
    algorithm: ALGORITHMS[certificate.alg],
    sign: (data) => token.sign(certificate, data, pin),
  });
  return encodeBase64(cms);
}

/** Not asked for where the token is locked, nor where it has a pad of its own. */
async function pinFor({ token, pin }: TokenCertificate, desk: Desk): Promise<string> {
  if (pin === "locked") bridgeRefuses("BRIDGE_PIN_LOCKED", "the token is locked");
  if (pin === "pad") return "";
  return (await desk.pin(token, pin ?? null)) ?? bridgeRefuses("BRIDGE_DECLINED", "no PIN given");
}

async function agreed(asked: SignContext, session: Session, desk: Desk, mark: string): Promise<void> {
  if (asked.purpose === "login" && session.loginAllowed) return;
  const { origin, purpose, title, tender } = asked;
  const yes = await desk.confirm({ origin, purpose, title, tender: tender ?? null, mark });
  if (!yes) bridgeRefuses("BRIDGE_DECLINED", "the person said no");
  if (purpose === "login") session.loginAllowed = true;
}

async function unwrapping(
  { cert, alg, ciphertext, context: given, info }: z.output<typeof unwrap>,
  session: Session,
  { token, desk, now }: Acts,
): Promise<string> {
  const asked = contextOf(given);
  fresh(asked, session, now());
  const certificate = await own(cert, token, "sign");
  await agreed(asked, session, desk, "");
  const pin = await pinFor(certificate, desk);
  const what = { alg, ciphertext: decodeBase64(ciphertext), info: info ? decodeBase64(info) : undefined };
  const opened = await token.unwrap(certificate, what, pin);
  if (!opened || opened.length > 64)
    throw Object.assign(new Error("this key does not open it"), { code: "SIGNER_UNWRAP" });
  return encodeBase64(opened);
}

function contextOf({ tender, ...given }: z.output<typeof context>): SignContext {
  return tender === undefined ? given : { ...given, tender };
}
