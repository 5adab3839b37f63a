import { useTranslations } from "next-intl";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";

type Shown = { readonly subject: string; readonly fingerprint: string; readonly notAfter: Date | null };

export type AuthorityShown = {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly string[];
  readonly algorithms: readonly string[];
  readonly anchors: readonly Shown[];
  readonly intermediates: readonly Shown[];
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly company: readonly string[];
  readonly person: readonly string[];
  readonly extendedKeyUsages: readonly string[];
  readonly distrustAfter: Date | null;
  readonly contact: string;
};

export const AUTHORITY_FIELDS = [
  "name",
  "uses",
  "algorithms",
  "anchors",
  "intermediates",
  "crlUrls",
  "ocspUrls",
  "company",
  "person",
  "extendedKeyUsages",
  "distrustAfter",
  "contact",
] as const satisfies readonly (keyof AuthorityShown)[];

/** One field of an authority in words; a dash where it is empty. */
export function AuthorityField({
  authority,
  field,
}: {
  readonly authority: AuthorityShown;
  readonly field: (typeof AUTHORITY_FIELDS)[number];
}) {
  const t = useTranslations("trust");
  if (field === "distrustAfter") return authority.distrustAfter ? <Instant at={authority.distrustAfter} /> : t("good");
  if (field === "anchors" || field === "intermediates") return <Certificates list={authority[field]} />;
  if (field === "uses") return <>{authority.uses.map((use) => t(`use.${use as "sign"}`)).join(t("comma"))}</>;
  if (field === "algorithms") return <>{authority.algorithms.join(t("comma")).toUpperCase()}</>;
  const value = authority[field];
  if (typeof value === "string") return <>{value || "—"}</>;
  return <Lines lines={field === "company" || field === "person" ? value.map((one) => placeWords(one, t)) : value} />;
}

function Certificates({ list }: { readonly list: readonly Shown[] }) {
  const t = useTranslations("trust");
  if (list.length === 0) return <>—</>;
  return (
    <ul className="stacked">
      {list.map(({ subject, fingerprint, notAfter }) => (
        <li key={fingerprint}>
          {subject}
          <br />
          <small>
            {t("until")} <Instant at={notAfter} part="date" />
          </small>
          <br />
          <small className="code" style={{ overflowWrap: "anywhere" }}>
            {fingerprint}
          </small>
        </li>
      ))}
    </ul>
  );
}

const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.length === 0 ? (
    "—"
  ) : (
    <ul className="stacked">
      {lines.map((line) => (
        <li key={line} className="code" style={{ overflowWrap: "anywhere" }}>
          {line}
        </li>
      ))}
    </ul>
  );

/** `subject 2.5.4.11` in words. */
function placeWords(line: string, t: ReturnType<typeof useTranslations<"trust">>): string {
  const [place, oid, prefix] = line.split(" ");
  const where = t(`place.${place as "subject"}`, { oid: oid ?? "" });
  return prefix ? `${where}${t("prefix", { prefix })}` : where;
}

/** Everything the trust list says of one authority. */
export function AuthorityFacts({
  authority,
  layout = "pairs",
}: {
  readonly authority: AuthorityShown;
  readonly layout?: "pairs" | "facts";
}) {
  const t = useTranslations("trust");
  return (
    <DefinitionList
      layout={layout}
      items={AUTHORITY_FIELDS.filter((field) => field !== "name").map((field) => ({
        term: t(`field.${field}`),
        value: <AuthorityField authority={authority} field={field} />,
      }))}
    />
  );
}
