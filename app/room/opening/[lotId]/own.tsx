import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ReleasePanel } from "@/components/opening/release-panel";
import { AgainReceipt } from "@/components/opening/again-receipt";
import { ResubmitPanel } from "@/components/opening/resubmit-panel";
import { ActForm } from "@/components/ui/act-form";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { QrCode } from "@/components/ui/qr-code";
import { releaseLimit } from "@/lib/domain/opening";
import type { HallView } from "@/lib/usecases/opening/view-hall";
import { deps } from "@/lib/web/deps";
import { checkInAction, confirmAction, objectAction, prepareReleaseAction, releaseAction } from "./actions";
import { Shares } from "./shares";

/** The bidder's own side of the hall: sign in, decrypt, confirm, object. Nothing of it is there for anybody else. */
export async function HallOwn({ view }: { readonly view: HallView }) {
  const t = await getTranslations("opening");
  const { lot, ownBidId, session } = view;
  const own = view.lines.find((line) => line.own);
  if (!ownBidId) return view.lot.announcedAt ? null : <Shares view={view} />;
  const { origin } = await deps();
  const title = `${lot.tender.name} ${lot.name}`;
  return (
    <section className="mine">
      <div className="between">
        <h2>{own ? t("ownNumber", { number: own.number }) : t("ownAct")}</h2>
      </div>
      {!view.checkedIn && !lot.announcedAt ? (
        <ActForm action={checkInAction} submit={t("checkIn")} hidden={{ bidId: ownBidId }} kind="plain" />
      ) : null}
      {own && !lot.frozenAt && !lot.failedAt ? (
        own.released ? (
          <Notice tone="good">{t(own.resubmitted ? "youResubmitted" : "youReleased")}</Notice>
        ) : (
          <>
            <ReleasePanel bidId={ownBidId} title={title} prepare={prepareReleaseAction} release={releaseAction} />
            {view.resubmit ? (
              <div className="release">
                <ResubmitPanel bidId={ownBidId} title={title} open={inRemedy(view)} />
              </div>
            ) : null}
            <div className="release">
              <details>
                <summary>{t("phone.other")}</summary>
                <p className="sec">{t("phone.otherHint")}</p>
                <QrCode value={`${origin}/room/opening/${lot.id}/release`} label={t("phone.code")} size={132} />
                <p>
                  <Link href={`/room/opening/${lot.id}/release`}>{t("phone.title")}</Link>
                </p>
              </details>
            </div>
          </>
        )
      ) : null}
      {view.ownAgain ? <AgainReceipt bidId={ownBidId} digest={view.ownAgain} /> : null}
      {session.announcedAt && !session.endedAt && !lot.failedAt && own ? (
        <>
          <p className="sec">{t("checkYourLine")}</p>
          {own.confirmedAt ? (
            <Notice tone="good">{t("youConfirmed")}</Notice>
          ) : (
            <ActForm action={confirmAction} submit={t("confirm")} hidden={{ bidId: ownBidId }} legal />
          )}
          <ActForm
            action={objectAction}
            submit={t("object")}
            hidden={{ bidId: ownBidId }}
            kind="plain"
            clear
            done={t("objected")}
          >
            <TextArea name="text" label={t("objectText")} />
          </ActForm>
        </>
      ) : null}
      {view.objections
        .filter((one) => one.own)
        .map((one) => (
          <Notice key={one.id} tone={one.answer ? "good" : "attention"} title={one.text}>
            {one.answer ?? t("awaitingAnswer")}
          </Notice>
        ))}
      {lot.announcedAt ? null : <Shares view={view} />}
    </section>
  );
}

const inRemedy = ({ lot, now }: HallView): boolean => releaseLimit(lot, now)?.what === "remedy";
