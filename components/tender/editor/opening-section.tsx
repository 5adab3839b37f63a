"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import type { OpeningTerms } from "@/lib/domain/terms";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";

type Props = SectionProps<OpeningTerms> & {
  readonly trustees: readonly { readonly place: number; readonly url: string }[];
};

export function OpeningSection({ trustees, ...props }: Props) {
  const t = useTranslations("tender.opening");
  const { value, set, saving } = useSection(props);
  const toggle = (place: number, on: boolean) =>
    set({
      ...value,
      trustees: trustees.map((one) => one.place).filter((one) => (one === place ? on : value.trustees.includes(one))),
    });
  const seconds = (name: "windowSeconds" | "remedySeconds", hint: string) => (
    <TextField
      name={name}
      label={t(name)}
      hint={hint}
      unit={t("seconds")}
      type="number"
      min={0}
      max={86400}
      value={String(value[name])}
      onChange={(e) => set({ ...value, [name]: Number(e.target.value) })}
    />
  );
  return (
    <SectionFrame saving={saving}>
      <div className="two">
        {seconds("windowSeconds", t("windowHint"))}
        {seconds("remedySeconds", t("remedyHint"))}
      </div>
      <fieldset className="field">
        <legend>
          {t("resubmit")} <RuleLinks ids={["R-99"]} />
        </legend>
        <p className="hint">{t("resubmitHint")}</p>
        <label className="chk">
          <input
            type="checkbox"
            name="resubmit"
            checked={value.resubmit ?? false}
            onChange={(e) => set({ ...value, resubmit: e.target.checked })}
          />
          <span>{t("resubmitAllow")}</span>
        </label>
      </fieldset>
      <fieldset className="field">
        <legend>{t("envelopes")}</legend>
        <p className="hint">{t("envelopesHint")}</p>
        {([1, 2] as const).map((envelopes) => (
          <label className="chk" key={envelopes}>
            <input
              type="radio"
              name="envelopes"
              checked={(value.envelopes ?? 1) === envelopes}
              onChange={() => set({ ...value, envelopes })}
            />
            <span>{t(envelopes === 1 ? "oneEnvelope" : "twoEnvelopes")}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="field">
        <legend>{t("suite")}</legend>
        <p className="hint">{t("suiteHint")}</p>
        {([1, 2] as const).map((suite) => (
          <label className="chk" key={suite}>
            <input
              type="radio"
              name="suite"
              checked={(value.suite ?? 1) === suite}
              onChange={() => set({ ...value, suite })}
            />
            <span>{t(suite === 1 ? "suite1" : "suite2")}</span>
          </label>
        ))}
      </fieldset>
      <fieldset className="field">
        <legend>{t("trustees")}</legend>
        <p className="hint">{t("trusteesHint")}</p>
        {trustees.map(({ place, url }) => (
          <label className="chk" key={place}>
            <input
              type="checkbox"
              checked={value.trustees.includes(place)}
              onChange={(e) => toggle(place, e.target.checked)}
            />
            <span>
              {t("trustee", { at: place + 1 })}
              <small>{url}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <TextField
        name="k"
        label={t("k")}
        hint={t("kHint")}
        unit={t("parties")}
        type="number"
        min={2}
        max={15}
        value={String(value.k)}
        onChange={(e) => set({ ...value, k: Number(e.target.value) })}
      />
      <fieldset className="field">
        <legend>
          {t("fewer")} <RuleLinks ids={["R-104"]} />
        </legend>
        {[
          { n: 0, label: t("continue") },
          { n: 3, label: t("fail") },
        ].map(({ n, label }) => (
          <label className="chk" key={n}>
            <input
              type="radio"
              name="failBelow"
              checked={value.failBelow === n}
              onChange={() => set({ ...value, failBelow: n })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
    </SectionFrame>
  );
}
