import { getTranslations } from "next-intl/server";
import { SignDialog } from "@/components/signing/sign-dialog";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";
import { prepareTechnicalResultAction, signTechnicalResultAction } from "./review-actions";

/** Two envelopes, everything but the price judged: which bids pass, the chair's signature, and when the prices are opened. */
export async function SealedPart({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.sealed");
  const { lot, bids, own, technicalResult } = view;
  return (
    <section className="part sealed-part">
      <h2>{t("title")}</h2>
      <p>{t("what")}</p>
      <table className="tbl">
        <caption className="vh">{t("title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("number")}</th>
            <th scope="col">{t("bidder")}</th>
            <th scope="col">{t("outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {bids.map(({ digest, number, name, rejection }) => (
            <tr key={digest}>
              <td className="num">{number}</td>
              <td>{name}</td>
              <td>
                <StateMark tone={rejection ? "bad" : "good"} label={t(rejection ? "rejected" : "passed")} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {technicalResult ? (
        <Notice tone="good">
          {lot.pricesAt ? t.rich("opensAt", { at: () => <Instant at={lot.pricesAt} /> }) : t("signed")}
        </Notice>
      ) : own.chair ? (
        <SignDialog
          label={t("sign")}
          prepare={prepareTechnicalResultAction}
          commit={signTechnicalResultAction}
          input={{ lotId: lot.id }}
        >
          {t("effect")}
        </SignDialog>
      ) : (
        <Notice>{t("chairSigns")}</Notice>
      )}
    </section>
  );
}
