import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { SignDialog } from "@/components/signing/sign-dialog";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { LotView } from "@/lib/usecases/lot/view-lot";
import { extendDeadlineAction, prepareExtensionAction } from "../../../actions";

/** What was lost of the last hours, and one click that moves the deadline by it (protocol §5.5). */
export async function ExtensionOffer({ view: { lot, extension } }: { readonly view: LotView }) {
  if (!extension) return null;
  const t = await getTranslations("tender");
  return (
    <Notice
      tone="attention"
      title={t("extend.title")}
      rules={["R-84"]}
      action={
        <ClientWords areas={["tender"]}>
          <SignDialog
            label={t("extend.act")}
            title={t("extend.question")}
            prepare={prepareExtensionAction}
            commit={extendDeadlineAction}
            input={{ lotId: lot.id }}
            many
            done={t("extend.done")}
          >
            <p>
              {t.rich("extend.effect", {
                old: () => <Instant at={lot.deadline} />,
                new: () => <Instant at={extension.deadline} />,
              })}
            </p>
          </SignDialog>
        </ClientWords>
      }
    >
      {t("extend.facts", { minutes: Math.ceil(extension.lostMs / 60_000) })}
      <MeasuredBy extension={extension} />
    </Notice>
  );
}

/** A single witness can make an offer appear and nothing more: whoever decides is told that it was one alone. */
async function MeasuredBy({ extension: { clock, by } }: { readonly extension: NonNullable<LotView["extension"]> }) {
  const t = await getTranslations("tender");
  return (
    <p className="sec">
      {clock ? t("extend.clock") : null}
      {by.length > 0 ? t("extend.unreachable", { by: by.join("、") }) : null}
      {by.length === 1 && !clock ? t("extend.single") : null} <a href="/api/v1/outages">{t("extend.evidence")}</a>
    </p>
  );
}
