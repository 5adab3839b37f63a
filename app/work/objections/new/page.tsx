import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { ObjectionForm } from "@/components/objection/objection-form";
import { PageHeader } from "@/components/ui/page-header";
import { viewObjectable, viewObjectableInput } from "@/lib/usecases/objection/view-objections";
import { orNotFound } from "@/lib/web/page";
import { parseInput } from "@/lib/web/parse";
import { currentActor } from "@/lib/web/session";
import { fileObjectionAction, prepareObjectionAction } from "../actions";

type Props = { readonly searchParams: Promise<{ lot?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("objection"))("new") };
}

export default async function NewObjectionPage({ searchParams }: Props) {
  const { lot: lotId } = await searchParams;
  const actor = await currentActor();
  const { lot, windows, asOf } = await orNotFound(
    (async () => viewObjectable(actor, parseInput(viewObjectableInput, { lotId })))(),
  );
  const t = await getTranslations("objection");
  return (
    <ClientWords areas={["objection"]}>
      <PageHeader
        title={t("new")}
        crumbs={[{ label: t("title"), href: "/work/objections" }, { label: `${lot.tender.name} ${lot.name}` }]}
      />
      <p className="sec">{t("windows")}</p>
      <p>
        <Link href={`/tenders/${lot.tender.code}`}>{t("lotPage")}</Link>
      </p>
      <ObjectionForm
        lotId={lot.id}
        windows={windows}
        asOf={asOf}
        prepare={prepareObjectionAction}
        commit={fileObjectionAction}
      />
    </ClientWords>
  );
}
