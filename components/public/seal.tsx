import { useTranslations } from "next-intl";

/** The round seal of an organisation, as it stands on the signed PDF. A picture: what counts is the signature. */
export function Seal({ name, id }: { readonly name: string; readonly id: string }) {
  const t = useTranslations("public");
  const long = name.length > 11;
  return (
    <svg className="seal" viewBox="0 0 210 210" role="img" aria-label={t("notice.seal", { name })}>
      <circle cx="105" cy="105" r="100" strokeWidth="5" fill="none" stroke="var(--color-seal)" />
      <path id={id} d="M30 122A76 76 0 1 1 180 122" fill="none" />
      <g fill="var(--color-seal)" textAnchor="middle" fontFamily="var(--font-seal)">
        <text style={{ fill: "inherit", fontFamily: "inherit", fontSize: long ? 18 : 22 }} letterSpacing={long ? 0 : 3}>
          <textPath href={`#${id}`} startOffset="50%">
            {name}
          </textPath>
        </text>
        <path d="M105 72l8.2 24.8h26.1l-21.1 15.3 8 24.9L105 121.7l-21.2 15.3 8-24.9-21.1-15.3h26.1z" />
        <text style={{ fill: "inherit", fontFamily: "inherit", fontSize: 17 }} x="105" y="166" letterSpacing="1">
          电子印章
        </text>
      </g>
    </svg>
  );
}
