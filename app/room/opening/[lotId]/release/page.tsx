import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { AgainReceipt } from "@/components/opening/again-receipt";
import { ReleasePanel } from "@/components/opening/release-panel";
import { ResubmitPanel } from "@/components/opening/resubmit-panel";
import { ButtonLink } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { Notice } from "@/components/ui/notice";
import { Refresh } from "@/components/ui/refresh";
import { releaseLimit } from "@/lib/domain/opening";
import { viewHall } from "@/lib/usecases/opening/view-hall";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { prepareReleaseAction, releaseAction } from "../actions";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("opening.phone"))("title") };
}

/** Decrypting from a second device, made for a phone: the printed words or code, the backup file, nothing else (protocol §2.11). */
export default async function ReleasePage({ params }: Props) {
  const { lotId } = await params;
  const actor = await currentActor();
  const view = await orNotFound(viewHall(actor, { lotId }));
  const t = await getTranslations("opening.phone");
  const { lot, ownBidId, now } = view;
  const own = view.lines.find((line) => line.own);
  const limit = releaseLimit(lot, now);
  const here = `/room/opening/${lot.id}/release`;
  return (
    <ClientWords areas={["opening", "shell", "ui"]}>
      <main id="main" tabIndex={-1} className="phone-release">
        <h1>{t("title")}</h1>
        <p>{`${lot.tender.name} ${lot.name}`}</p>
        {actor.role === "public" ? (
          <Notice
            tone="attention"
            action={
              <ButtonLink href={`/sign-in?way=password&next=${encodeURIComponent(here)}`}>{t("signIn")}</ButtonLink>
            }
          >
            {t("signInFirst")}
          </Notice>
        ) : !ownBidId ? (
          <Notice>{t("noBid")}</Notice>
        ) : own?.released ? (
          <>
            <Notice tone="good">{t(lot.frozenAt ? "doneFrozen" : own.resubmitted ? "again" : "done")}</Notice>
            {view.ownAgain ? <AgainReceipt bidId={ownBidId} digest={view.ownAgain} /> : null}
          </>
        ) : limit && own ? (
          <>
            <p className="k">
              {t(limit.what)} <Countdown to={limit.at.getTime()} now={now.getTime()} what={t(limit.what)} />
            </p>
            <ReleasePanel
              bidId={ownBidId}
              title={`${lot.tender.name} ${lot.name}`}
              prepare={prepareReleaseAction}
              release={releaseAction}
              first="words"
            />
            {view.resubmit ? (
              <div className="release">
                <ResubmitPanel
                  bidId={ownBidId}
                  title={`${lot.tender.name} ${lot.name}`}
                  open={limit.what === "remedy"}
                />
              </div>
            ) : null}
          </>
        ) : (
          <>
            <Notice>{t(lot.frozenAt || lot.failedAt ? "over" : "notYet")}</Notice>
            {lot.frozenAt || lot.failedAt ? null : <Refresh seconds={10} />}
          </>
        )}
        <p>
          <ButtonLink href={`/room/opening/${lot.id}`}>{t("hall")}</ButtonLink>
        </p>
      </main>
    </ClientWords>
  );
}
