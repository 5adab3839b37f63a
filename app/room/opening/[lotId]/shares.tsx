import { getLocale, getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import { asLocale } from "@/lib/i18n/locale";
import type { HallView } from "@/lib/usecases/opening/view-hall";

/** Before the announcement: who has given its share, and whose is still to come. */
export async function Shares({ view }: { readonly view: HallView }) {
  const t = await getTranslations("opening");
  const missing = t(view.lot.frozenAt ? "notGiven" : "notDue");
  return (
    <section>
      <h3>
        {t("shares")} <span className="sub">{t("sharesHint", { k: view.k })}</span>
      </h3>
      <ul className="lines">
        {view.trustees.map(({ name, gave, rehearsed }) => (
          <li className="between" key={name}>
            <span>{name}</span>
            {view.lot.closedAt || rehearsed === null ? (
              <StateMark
                tone={gave ? "good" : view.lot.frozenAt ? "attention" : "neutral"}
                label={gave ? t("gave") : missing}
              />
            ) : (
              <StateMark tone={rehearsed ? "good" : "bad"} label={t(rehearsed ? "rehearsed" : "notRehearsed")} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Frozen, or the price envelopes due, and not opened: what the session waits for, and that nobody need do anything. */
export async function SharesWaiting({ view }: { readonly view: HallView }) {
  const [t, list] = [await getTranslations("opening.sharesWaiting"), await listed()];
  const given = view.trustees.filter(({ gave }) => gave);
  return (
    <Notice tone="attention" title={t(view.session.announcedAt ? "prices" : "frozen")}>
      {t("words", {
        k: view.k,
        count: given.length,
        missing: list(view.trustees.filter(({ gave }) => !gave)),
      })}
    </Notice>
  );
}

/** Opened: who gave the shares, and who did not; k of n suffice. */
export async function SharesGiven({ view }: { readonly view: HallView }) {
  const [t, list] = [await getTranslations("opening.sharesGiven"), await listed()];
  const given = view.trustees.filter(({ gave }) => gave);
  const missing = view.trustees.filter(({ gave }) => !gave);
  if (given.length === 0) return null;
  return (
    <p className="sec">
      {t("by", { names: list(given), k: view.k, n: view.trustees.length })}
      {missing.length > 0 ? ` ${t("missing", { names: list(missing) })}` : null}
    </p>
  );
}

type Named = readonly { readonly name: string }[];
async function listed(): Promise<(trustees: Named) => string> {
  const between = asLocale(await getLocale()) === "zh-CN" ? "、" : "; ";
  return (trustees) => trustees.map(({ name }) => name).join(between);
}
