import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { SignOut } from "@/components/identity/sign-out";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale } from "@/lib/i18n/locale";
import { ROLE_TERMS, word } from "@/lib/i18n/terms";
import { type Choices, viewChoices } from "@/lib/usecases/session/view-sessions";
import { deps } from "@/lib/web/deps";
import { orNotFound, safeNext } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { chooseRightAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("chooseTitle") };
}

type Query = { readonly next?: string | string[] };

export default async function ChoosePage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const { next: given } = await searchParams;
  const next = safeNext(Array.isArray(given) ? given[0] : given);
  const { name, rights, before } = await orNotFound(viewChoices(await currentActor(), {}, await deps()));
  const t = await getTranslations("sessions");
  return (
    <main className="si id" id="main">
      <div>
        <h1>{t("chooseTitle")}</h1>
        <p className="sec" style={{ margin: "4px 0 16px" }}>
          {t("hello", { name })}
        </p>
        {rights.length === 0 ? (
          <Notice tone="attention" action={<SignOut>{t("signOut")}</SignOut>}>
            {t("none")}
          </Notice>
        ) : (
          <ul className="ids">
            {rights.map((right) => (
              <Right key={right.membershipId} right={right} next={next} />
            ))}
          </ul>
        )}
        {before ? (
          <p className="sub" style={{ marginTop: 12 }}>
            {t("lastSignIn", { at: beijingTime(before.createdAt), address: before.address || "—" })}
          </p>
        ) : null}
      </div>
    </main>
  );
}

async function Right({ right, next }: { readonly right: Choices["rights"][number]; readonly next: string }) {
  const [t, o, locale] = await Promise.all([getTranslations("sessions"), getTranslations("organisation"), getLocale()]);
  const duties = right.duties.map((duty) => (o.has(`dutyNames.${duty}`) ? o(`dutyNames.${duty}`) : duty));
  const comma = locale === "en" ? ", " : "，";
  return (
    <li>
      <form action={chooseRightAction}>
        <input type="hidden" name="membershipId" value={right.membershipId} />
        <input type="hidden" name="next" value={next} />
        <button type="submit" aria-current={right.current ? "true" : undefined}>
          <span>
            <b>{right.partyName}</b>
            <i>{[word(asLocale(locale), ROLE_TERMS[right.role]), ...duties].join(comma)}</i>
          </span>
          <em>
            {right.tasks > 0 ? t("tasks", { count: right.tasks }) : t("noTasks")}
            <Icon name="right" />
          </em>
        </button>
      </form>
    </li>
  );
}
