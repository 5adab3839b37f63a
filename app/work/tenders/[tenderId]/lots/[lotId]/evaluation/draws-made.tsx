import { getTranslations } from "next-intl/server";
import { Digest } from "@/components/ui/code";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import type { CommitteeView } from "@/lib/usecases/committee/view-committee";

/** What anybody needs to compute the draws again, once the list may be disclosed (protocol §7). */
export async function DrawsMade({ view }: { readonly view: CommitteeView }) {
  const t = await getTranslations("committee.host");
  const draws = view.committee?.draws ?? [];
  if (draws.length === 0) return null;
  return (
    <section className="sect">
      <h2>{t("drawDone")}</h2>
      <p className="sec">{t("drawIntro")}</p>
      <DataTable
        caption={t("drawDone")}
        rows={draws}
        rowKey={({ id }) => id}
        empty=""
        columns={[
          { key: "at", head: t("drawAt"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
          { key: "candidates", head: t("candidates"), right: true, cell: ({ candidates }) => candidates },
          { key: "drawn", head: t("drawn"), right: true, cell: ({ drawn }) => drawn },
          { key: "spec", head: t("specHash"), cell: ({ specHash }) => <Digest hex={specHash} short /> },
          { key: "checkpoint", head: t("checkpoint"), cell: ({ checkpoint }) => <Digest hex={checkpoint} short /> },
          { key: "seed", head: t("seed"), cell: ({ seed }) => <Digest hex={seed} short /> },
        ]}
      />
    </section>
  );
}
