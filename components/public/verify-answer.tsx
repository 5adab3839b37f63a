import Link from "next/link";
import { useTranslations } from "next-intl";
import { Digest } from "@/components/ui/code";
import { Icon } from "@/components/ui/icon";
import { Instant } from "@/components/ui/instant";
import { fileSize } from "@/lib/i18n/format";
import type { Tone } from "@/lib/i18n/terms";

/** What is publicly registered, in the words of the page. */
export type Registered = {
  readonly fileName: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly registeredAt: Date;
  readonly notice: { readonly href: string; readonly number: string; readonly title: string } | null;
  readonly signature: {
    readonly signer: string;
    readonly serial: string;
    readonly at: Date;
    readonly timestamped: boolean;
  } | null;
};

export type Answer =
  | { readonly verdict: "match" | "registered"; readonly document: Registered }
  | { readonly verdict: "altered"; readonly document: Registered; readonly given: string }
  | { readonly verdict: "none" };

const TONES: { readonly [V in Answer["verdict"]]: Tone } = {
  match: "good",
  registered: "active",
  altered: "bad",
  none: "neutral",
};

/** The answer in three lines: intact, signed by whom, when; then what is registered. */
export function VerifyAnswer({ answer }: { readonly answer: Answer }) {
  const t = useTranslations("verify");
  const { verdict } = answer;
  return (
    <section className="result" id="result" aria-labelledby="h-result">
      <header className={`r-${TONES[verdict]}`}>
        <Icon name={TONES[verdict]} />
        <div>
          <h2 id="h-result">{t(`${verdict}.title`)}</h2>
          <p>{t(`${verdict}.words`)}</p>
        </div>
      </header>
      {answer.verdict === "none" ? (
        <p className="next">{t("none.next")}</p>
      ) : (
        <>
          <Three answer={answer} />
          <Facts document={answer.document} given={answer.verdict === "altered" ? answer.given : null} />
          {answer.verdict === "altered" ? <p className="next">{t("altered.next")}</p> : null}
          {answer.verdict === "registered" ? <p className="next">{t("registered.next")}</p> : null}
        </>
      )}
    </section>
  );
}

function Three({ answer }: { readonly answer: Exclude<Answer, { readonly verdict: "none" }> }) {
  const t = useTranslations("verify");
  const { signature, registeredAt } = answer.document;
  return (
    <ol className="three">
      <li>
        <h3>{t("content")}</h3>
        <p className="big">{t(`${answer.verdict}.content`)}</p>
        <p>{t(`${answer.verdict}.contentNote`)}</p>
      </li>
      <li>
        <h3>{t("signature")}</h3>
        <p className="big">
          {answer.verdict === "altered" ? t("altered.signature") : (signature?.signer ?? t("platform"))}
        </p>
        <p>{signature ? t("serial", { serial: signature.serial }) : t("insidePdf")}</p>
      </li>
      <li>
        <h3>{t("time")}</h3>
        <p className="big">
          <Instant at={signature?.at ?? registeredAt} />
        </p>
        <p>{signature?.timestamped ? t("timestamped") : t("registeredTime")}</p>
      </li>
    </ol>
  );
}

function Facts({ document, given }: { readonly document: Registered; readonly given: string | null }) {
  const t = useTranslations("verify");
  return (
    <dl className="kv reg">
      <div>
        <dt>{t("file")}</dt>
        <dd>
          {document.fileName}, {fileSize(document.sizeBytes)}
        </dd>
      </div>
      {document.notice ? (
        <div>
          <dt>{t("notice")}</dt>
          <dd>
            <Link href={document.notice.href} prefetch={false}>
              {document.notice.title}
            </Link>{" "}
            <span className="code">{document.notice.number}</span>
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t("registered.digest")}</dt>
        <dd>
          <Digest hex={document.sha256} />
        </dd>
      </div>
      {given ? (
        <div>
          <dt>{t("altered.digest")}</dt>
          <dd>
            <Digest hex={given} />
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t("registeredTime")}</dt>
        <dd>
          <Instant at={document.registeredAt} />
        </dd>
      </div>
    </dl>
  );
}
