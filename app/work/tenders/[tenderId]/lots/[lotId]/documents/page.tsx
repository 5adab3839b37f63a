import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { mayEditLot } from "@/lib/usecases/lot/may-edit-lot";
import { SECTIONS } from "@/lib/domain/terms";
import { currentActor } from "@/lib/web/session";
import { orNotFound } from "@/lib/web/page";
import { EditorPage } from "./editor";
import { ObtainPage } from "./obtain";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("tabs.documents") };
}

type Props = {
  readonly params: Promise<{ tenderId: string; lotId: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The documents of a lot: for the host the editor while it may write, else the versions; for everybody else what can be had. */
export default async function DocumentsPage({ params, searchParams }: Props) {
  const [{ lotId }, query, actor] = await Promise.all([params, searchParams, currentActor()]);
  const edit = await orNotFound(mayEditLot(actor, { lotId }));
  const section = SECTIONS.find((one) => one === query.section) ?? null;
  return edit ? <EditorPage lotId={lotId} section={section} /> : <ObtainPage lotId={lotId} />;
}
