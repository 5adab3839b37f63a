import { useTranslations } from "next-intl";
import { Digest } from "@/components/ui/code";
import { Icon } from "@/components/ui/icon";
import { Instant } from "@/components/ui/instant";
import { QrCode } from "@/components/ui/qr-code";
import { count } from "@/lib/i18n/format";

type Props = {
  /** Outcome of recomputing digest and signature now. */
  readonly good: boolean;
  readonly checkedAt: Date;
  readonly signers: readonly string[];
  readonly signedAt: Date | null;
  readonly timestamped: boolean;
  readonly sha256: string;
  /** Position in the transparency log and number of witnesses, once there. */
  readonly log?: { readonly index: number; readonly witnesses: number };
  /** Full address of /verify for this document. */
  readonly verifyUrl: string;
  readonly pdfHref?: string;
};

/** Beside a published document: verdict, signers, time, digest in groups of eight, log position, QR code. */
export function VerificationBlock(props: Props) {
  const t = useTranslations("public");
  const { good, log } = props;
  return (
    <>
      <div className={good ? "verdict" : "verdict bad"}>
        <p className="ok">
          <Icon name={good ? "good" : "bad"} />
          <b>{t(good ? "verify.match" : "verify.altered")}</b>
        </p>
        <p className="small">{t.rich("notice.recomputed", { at: () => <Instant at={props.checkedAt} /> })}</p>
      </div>
      <dl className="kv">
        <div>
          <dt>{t("notice.signature")}</dt>
          <dd>
            {props.signers.map((name) => (
              <span className="line1" key={name} style={{ display: "block" }}>
                {name}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>{t("notice.signedAt")}</dt>
          <dd>
            <Instant at={props.signedAt} />{" "}
            {props.timestamped ? <span className="small muted">{t("notice.timestamped")}</span> : null}
          </dd>
        </div>
        <div>
          <dt>{t("notice.digest")}</dt>
          <dd>
            <Digest hex={props.sha256} />
          </dd>
        </div>
        <div>
          <dt>{t("notice.log")}</dt>
          <dd>
            {log ? t("notice.logAt", { index: count(log.index), witnesses: log.witnesses }) : t("notice.logPending")}
          </dd>
        </div>
      </dl>
      <div className="qrbox">
        <QrCode value={props.verifyUrl} label={t("notice.qr")} />
        <p className="small">{t("notice.qrNote")}</p>
      </div>
      <div className="btn-row">
        {props.pdfHref ? (
          <a className="btn sm" href={props.pdfHref} download>
            {t("notice.pdf")}
          </a>
        ) : null}
        <a className="btn sm" href="/verify">
          {t("notice.verifyFile")}
        </a>
      </div>
    </>
  );
}
