import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
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

export default async function EvaluationRoomPage({ params }: Props) {
  const { lotId } = await params;
  const view = await orNotFound(viewEntry(await currentActor(), { lotId }));
  return AT_THE_DOOR.includes(view.state) ? <EntryRoom view={view} /> : <ReviewRoom lotId={lotId} />;
}
