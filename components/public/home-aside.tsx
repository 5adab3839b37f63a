import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusTag } from "@/components/ui/status-tag";

const WAYS = ["/verify", "/openings", "/open-data#format", "/supervision"] as const;

export type PlatformState = {
  readonly peersGood: boolean;
  readonly lastSuccess: string | null;
  readonly certification: ReactNode;
};

/** Beside the latest notices: what needs no account, and how the platform stands. */
export function HomeAside({ state }: { readonly state: PlatformState | null }) {
  const t = useTranslations("public");
  return (
    <aside aria-label={t("home.asideLabel")}>
      <div className="aside-block">
        <h2>{t("home.withoutAccount")}</h2>
        <ul className="do">
          {WAYS.map((href, at) => (
            <li key={href}>
              <Link href={href} prefetch={false}>
                {t(`home.way${at + 1}`)}
              </Link>
              <small>{t(`home.way${at + 1}Note`)}</small>
            </li>
          ))}
        </ul>
      </div>
      <div className="aside-block">
        <h2>{t("home.state")}</h2>
        {state ? (
          <dl className="kv">
            <div>
              <dt>{t("home.peers")}</dt>
              <dd className="st">
                <StatusTag
                  tone={state.peersGood ? "good" : "attention"}
                  label={t(state.peersGood ? "home.normal" : "home.delayed")}
                />
                {state.lastSuccess ? (
                  <span className="small muted">
                    {t("home.lastSuccess")} <span className="num">{state.lastSuccess}</span>
                  </span>
                ) : null}
              </dd>
            </div>
            <div>
              <dt>{t("home.certification")}</dt>
              <dd>{state.certification}</dd>
            </div>
          </dl>
        ) : null}
        <p className="small">
          <Link href="/disclosure" prefetch={false}>
            {t("home.disclosure")}
          </Link>
        </p>
      </div>
    </aside>
  );
}
