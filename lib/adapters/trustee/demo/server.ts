import type { z } from "zod";
import { type Answer, jsonBody, type Question, type Running, serve } from "@/lib/adapters/loopback/server";
import { reasonOf } from "@/lib/crypto/reasons";
import { checkQuestion, keysQuestion, publishQuestion, rehearseQuestion, sharesQuestion, toWire } from "../wire";
import { refusalOf } from "./refuse";
import { demoTrustee, type TrusteeConfig } from "./trustee";

const LIMIT_BYTES = 268_435_456;

/** The trustee over HTTP on loopback. A refusal is 409 with its reason; what it cannot read is 400. */
export function startDemoTrustee(config: TrusteeConfig, port: number): Promise<Running> {
  const trustee = demoTrustee(config);
  const { name, uscc, certificateDer } = config.signer;
  const doors: Readonly<Record<string, (body: unknown) => Promise<unknown> | null>> = {
    "POST /keys": door(keysQuestion, ({ tender, groups, suite }) => trustee.makeKeys(tender, groups, suite)),
    "POST /shares": door(sharesQuestion, ({ result, ...rest }) =>
      trustee.giveShares(result ? { ...rest, result } : rest),
    ),
    "POST /check-shares": door(checkQuestion, async ({ tender, header }) => ({
      ok: await trustee.checkShares(tender, header),
    })),
    "POST /rehearse": door(rehearseQuestion, (question) => trustee.rehearse(question)),
    "POST /publish-keys": door(publishQuestion, async ({ tender }) => ({ bytes: await trustee.publishKeys(tender) })),
    "GET /identity": async () => ({ name, uscc, certificate: certificateDer }),
    "GET /health": async () => ({ ready: true }),
  };
  return serve((question) => open(doors, question), port, LIMIT_BYTES);
}

const door =
  <S extends z.ZodType>(schema: S, work: (input: z.output<S>) => Promise<unknown>) =>
  (body: unknown): Promise<unknown> | null => {
    const parsed = schema.safeParse(body);
    return parsed.success ? work(parsed.data) : null;
  };

async function open(
  doors: Readonly<Record<string, (body: unknown) => Promise<unknown> | null>>,
  { method, url, body }: Question,
): Promise<Answer> {
  const enter = doors[`${method} ${url.pathname}`];
  if (!enter) return { status: 404 };
  try {
    const work = enter(jsonBody(body));
    if (!work) return { status: 400, body: { reason: "malformed" } };
    return { status: 200, type: "application/json", body: toWire(await work) };
  } catch (error) {
    const reason = refusalOf(error) ?? reasonOf(error);
    if (reason === null) throw error;
    return { status: 409, body: { reason, detail: (error as Error).message } };
  }
}
