import { getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { type Block, Prose } from "@/components/public/prose";

const DATA = [
  ["notices", "CSV", "/notices/feed/csv"],
  ["notices", "JSON", "/api/v1/notices"],
  ["feed", "RSS", "/notices/feed/rss"],
  ["disclosure", "JSON", "/api/v1/disclosure"],
  ["outages", "JSON", "/api/v1/outages"],
  ["trust", "JSON", "/api/v1/trust"],
  ["time", "JSON", "/api/time"],
  ["schemas", "JSON Schema", "/format/index.json"],
  ["checkpoint", "C2SP checkpoint", "/log/checkpoint"],
  ["stamped", "RFC 3161", "/log/stamped/…"],
  ["tiles", "C2SP tlog-tiles", "/log/tile/…"],
] as const;

const DOORS = [
  ["session", "POST /api/v1/session/challenge"],
  ["session", "POST /api/v1/session"],
  ["begin", "POST /api/v1/bids"],
  ["upload", "POST /api/v1/bids/{bidId}/uploads"],
  ["parts", "PUT /api/v1/uploads/{uploadId}/parts/{segment}/{part}"],
  ["seals", "POST /api/v1/bids/{bidId}/seals"],
  ["withdrawals", "POST /api/v1/bids/{bidId}/withdrawals"],
  ["receipt", "GET /api/v1/bids/{bidId}/receipt"],
  ["release", "POST /api/v1/bids/{bidId}/release"],
  ["files", "GET /api/v1/files/{fileId}"],
] as const;

export async function generateMetadata() {
  const t = await getTranslations("openData");
  return { title: t("title"), description: t("lead") };
}

export default async function OpenDataPage() {
  const t = await getTranslations("openData");
  const prose = (part: string) => <Prose blocks={t.raw(`${part}.text`) as readonly Block[]} />;
  const data = (
    <>
      <table className="stack">
        <caption className="vh">{t("data.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("data.name")}</th>
            <th scope="col">{t("data.form")}</th>
            <th scope="col">{t("data.address")}</th>
          </tr>
        </thead>
        <tbody>
          {DATA.map(([name, form, address]) => (
            <tr key={address}>
              <th scope="row">{t(`data.${name}`)}</th>
              <td data-l={t("data.form")}>
                <span>{form}</span>
              </td>
              <td data-l={t("data.address")}>
                {address.endsWith("…") ? (
                  <span className="code">{address}</span>
                ) : (
                  <a className="code" href={address}>
                    {address}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="under">{t("data.note")}</p>
    </>
  );
  const doors = (
    <>
      {prose("interface")}
      <table className="stack" style={{ marginTop: 16 }}>
        <caption className="vh">{t("interface.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("interface.name")}</th>
            <th scope="col">{t("data.address")}</th>
          </tr>
        </thead>
        <tbody>
          {DOORS.map(([name, address]) => (
            <tr key={address}>
              <th scope="row">{t(`interface.${name}`)}</th>
              <td data-l={t("data.address")} className="code" style={{ overflowWrap: "anywhere" }}>
                <span>{address}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
  const parts = [
    { id: "data", title: t("data.title"), body: data },
    { id: "format", title: t("format.title"), body: prose("format") },
    { id: "interface", title: t("interface.title"), body: doors },
    { id: "log", title: t("log.title"), body: prose("log") },
    { id: "licence", title: t("licence.title"), body: prose("licence") },
  ];
  return <DocumentFrame title={t("title")} lead={t("lead")} parts={parts} />;
}
