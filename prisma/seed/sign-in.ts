import { type Actor, visitor } from "@/lib/domain/actor";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { liveSession } from "@/lib/store/sessions";
import { bindCertificate, prepareBinding } from "@/lib/usecases/certificate/bind-certificate";
import { endSession } from "@/lib/usecases/session/end-session";
import { prepareSignIn, signInByCertificate } from "@/lib/usecases/session/sign-in-by-certificate";
import { signInByPassword } from "@/lib/usecases/session/sign-in-by-password";
import { type CastPerson, PASSWORD } from "./cast";
import { type KeyFile, signWith } from "./keys";
import { codeNow } from "./people";
import type { Hand, Stage } from "./world";

/** Everybody at their own desk: limits on sign-in tries count by address. */
export const atDesk = ({ number }: CastPerson): Actor => visitor(`192.0.2.${number}`, "demonstration", "zh-CN");

async function actorOf(nobody: Actor, sessionId: string): Promise<Actor> {
  const session = await liveSession(sessionId);
  if (!session?.role) throw new Error("the session gives no role");
  const { personId, name, method, certSerial, role, partyId, partyName, uscc } = session;
  return { ...nobody, personId, name, method, certSerial, sessionId, role, partyId, partyName: partyName ?? "", uscc };
}

/** Signed in by password and one-time code: the way of those who have no certificate bound yet. */
export async function byPassword(person: CastPerson, { deps }: Stage): Promise<Actor> {
  const nobody = atDesk(person);
  const enter = async (code: string) =>
    signInByPassword(nobody, { login: person.login, password: PASSWORD, code }, deps);
  // After a seed that was cut off the present code may be used up.
  const { sessionId } = await enter(await codeNow()).catch(async () => enter(await codeNow(1)));
  return actorOf(nobody, sessionId);
}

export async function bindKey(person: CastPerson, file: KeyFile, stage: Stage): Promise<void> {
  if (await certificateByFingerprint(file.certificate.id)) return;
  const actor = await byPassword(person, stage);
  const signed = await signWith(file, await prepareBinding(actor, {}, stage.deps));
  await bindCertificate(actor, { signed }, stage.deps);
  await endSession(actor, actor.sessionId!);
}

/** Signed in by certificate, ready to act and to sign. */
export async function byCertificate(person: CastPerson, file: KeyFile, { deps }: Stage): Promise<Hand> {
  const nobody = atDesk(person);
  const signed = await signWith(file, await prepareSignIn(nobody, {}, deps));
  const { sessionId } = await signInByCertificate(nobody, signed, deps);
  const actor = await actorOf(nobody, sessionId);
  return {
    actor,
    key: file,
    signOne: (item) => signWith(file, item),
    sign: (items) => Promise.all(items.map((item) => signWith(file, item))),
  };
}
