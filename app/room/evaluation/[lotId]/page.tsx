import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { Refusal } from "@/lib/domain/refusal";
import { asLocale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/refusals";
import { viewEntry } from "@/lib/usecases/evaluation/view-entry";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { EntryRoom } from "./entry-room";
import { ReviewRoom } from "./review-room";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("committee.entry"))("title") };
}

/** States in which the members are at the door: everything after them is the review's. */
const AT_THE_DOOR = ["forming", "ready", "signIn", "declaring", "chair"];

/** Somebody of this committee, but not at its venue: told so, where strangers see no page at all. */
function elsewhere(error: unknown): Refusal {
  if (error instanceof Refusal && error.code === "OUTSIDE_VENUE") return error;
  throw error;
}

async function Elsewhere({ refusal }: { readonly refusal: Refusal }) {
  const [t, locale] = [await getTranslations("committee.entry"), asLocale(await getLocale())];
  return (
    <main id="main" tabIndex={-1} className="entry-main elsewhere">
      <h1>{t("title")}</h1>
      <Notice tone="attention" rules={refusal.rules}>
        {say(locale, refusal)}
      </Notice>
      <p>
        <Link href="/work/evaluations">{t("backToTasks")}</Link>
      </p>
    </main>
  );
}

export default async function EvaluationRoomPage({ params }: Props) {
  const { lotId } = await params;
  const view = await orNotFound(viewEntry(await currentActor(), { lotId }).catch(elsewhere));
  if (view instanceof Refusal) return <Elsewhere refusal={view} />;
  return AT_THE_DOOR.includes(view.state) ? <EntryRoom view={view} /> : <ReviewRoom lotId={lotId} />;
}
