import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { AsideBlock, AsideList } from "@/components/public/aside-block";
import { PrintButton } from "@/components/public/print-button";
import { SectionHead } from "@/components/public/section-head";
import { type Answer, VerifyAnswer } from "@/components/public/verify-answer";
import { VerifyFile } from "@/components/public/verify-file";
import { Breadcrumb } from "@/components/ui/page-header";
import {
  platformFingerprint,
  type Verification,
  verifyDocument,
  verifyDocumentInput,
} from "@/lib/usecases/verify/verify-document";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata() {
  const t = await getTranslations("verify");
  return { title: t("title"), description: t("lead") };
}

/** Is a document what the platform registered; by its file, digested in the browser, or by its number. */
export default async function VerifyPage({ searchParams }: Props) {
  const t = await getTranslations("verify");
  const { number, sha256 } = await searchParams;
  const asked = verifyDocumentInput.safeParse({
    ...(typeof number === "string" && number.trim() ? { number } : {}),
    ...(typeof sha256 === "string" ? { sha256 } : {}),
  });
  const answer = asked.success ? await answerTo(asked.data) : { verdict: "none" as const };
  const fingerprint = await deps()
    .then(platformFingerprint)
    .catch(() => null);
  const shown = number !== undefined || sha256 !== undefined;
  return (
    <main id="main" className="col verify-page">
      <Breadcrumb surface="public" items={[{ label: t("home"), href: "/" }, { label: t("short") }]} />
      <div className="page-head">
        <h1>{t("title")}</h1>
        <p className="lead">{t("lead")}</p>
      </div>
      <div className="ways">
        <div className="way">
          <h2>
            <label htmlFor="file">{t("byFile")}</label>
          </h2>
          <p className="small muted">{t("byFileNote")}</p>
          <ClientWords areas={["verify"]}>
            <VerifyFile
              platformFingerprint={fingerprint}
              {...(typeof number === "string" && number ? { number } : {})}
            />
          </ClientWords>
          <noscript>
            <p className="small">{t("noScript")}</p>
          </noscript>
        </div>
        <form className="way" method="get" action="/verify">
          <h2>
            <label htmlFor="number">{t("byNumber")}</label>
          </h2>
          <p className="small muted">{t("byNumberNote")}</p>
          <div className="line1">
            <input
              id="number"
              name="number"
              type="text"
              defaultValue={typeof number === "string" ? number : ""}
              placeholder={t("example")}
              autoComplete="off"
              spellCheck={false}
            />
            <button className="btn primary" type="submit">
              {t("submit")}
            </button>
          </div>
        </form>
      </div>
      {shown && answer ? (
        <div className="results">
          <VerifyAnswer answer={answer} />
          <p className="btn-row" style={{ marginTop: 16 }}>
            <PrintButton />
            <a className="btn sm" href="/verify">
              {t("another")}
            </a>
          </p>
        </div>
      ) : null}
      <div className="split sec">
        <section aria-labelledby="h-how">
          <SectionHead id="h-how" title={t("how.title")} />
          <ol className="how">
            {(["offline", "mirrors", "format"] as const).map((way) => (
              <li key={way}>
                <b>{t(`how.${way}`)}</b>
                <p>
                  {t(`how.${way}Note`)}
                  {way === "offline" ? <span className="code cmd">xinbiao verify --receipt my.sbcr</span> : null}
                  {way === "offline" ? <a href="/verify/archive">{t("archive.link")}</a> : null}
                  {way === "offline" ? (
                    <>
                      {" · "}
                      <a href="/offline">{t("how.offlineTool")}</a>
                    </>
                  ) : null}
                </p>
              </li>
            ))}
          </ol>
        </section>
        <aside aria-label={t("answers")}>
          <AsideBlock title={t("answers")}>
            <AsideList
              items={(["match", "registered", "altered", "none"] as const).map((key) => ({
                key,
                label: t(`${key}.title`),
                note: t(`${key}.words`),
              }))}
            />
            <p className="small muted">{t("later")}</p>
          </AsideBlock>
        </aside>
      </div>
    </main>
  );
}

async function answerTo(asked: { number?: string | undefined; sha256?: string | undefined }): Promise<Answer> {
  if (!asked.number && !asked.sha256) return { verdict: "none" };
  const result: Verification = await verifyDocument(await currentActor(), asked, await deps());
  if (result.verdict === "none") return result;
  const { notice, sizeBytes, ...document } = result.document;
  const shown = {
    ...document,
    sizeBytes: Number(sizeBytes),
    notice: notice ? { href: `/notices/${notice.id}`, number: notice.number, title: notice.title } : null,
  };
  return result.verdict === "altered"
    ? { verdict: "altered", document: shown, given: result.given }
    : { verdict: result.verdict, document: shown };
}
