"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckField, ChoiceGroup } from "@/components/ui/choice-field";
import { type Option, SelectField, TextArea, TextField } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import { UploadField } from "./upload-field";

type Props = {
  readonly name: string;
  readonly types: readonly Option[];
  readonly categories: readonly Option[];
  readonly agencies: readonly Option[];
  readonly supervisors: readonly Option[];
  /** The form is filled in by an agency: it entrusts nobody. */
  readonly agency: boolean;
};

/** Fields of a new tender: what, with which money, by whom, under whom, and whether only for training. */
export function TenderFields({ name, types, categories, agencies, supervisors, agency }: Props) {
  const t = useTranslations("tender.tender");
  const [entrusted, setEntrusted] = useState("");
  const [training, setTraining] = useState(false);
  return (
    <>
      <TextField name="name" label={t("name")} defaultValue={name} />
      <div className="two">
        <SelectField name="type" label={t("type")} options={[...types]} defaultValue="A02" />
        <SelectField name="category" label={t("category")} options={[...categories]} />
      </div>
      <TextArea name="content" label={t("content")} hint={t("contentHint")} rows={5} />
      <ChoiceGroup
        kind="radio"
        name="mode"
        label={t("mode")}
        chosen={["open"]}
        hint={<RuleLinks ids={["R-05", "R-06", "R-07"]} />}
        options={[
          { value: "open", label: t("modeOpen") },
          { value: "invited", label: t("modeInvited"), hint: t("modeInvitedHint") },
        ]}
      />
      <TextArea name="modeGround" label={t("modeGround")} optional rows={2} />
      <h2>{t("money")}</h2>
      <p className="hint">
        {t("moneyHint")} <RuleLinks ids={["R-01", "R-02"]} />
      </p>
      <div className="two">
        <TextField name="investment" label={t("investment")} unit={t("yuan")} inputMode="decimal" defaultValue="0" />
        <TextField name="budget" label={t("budget")} unit={t("yuan")} inputMode="decimal" defaultValue="0" />
      </div>
      <CheckField name="soeFunds" label={t("soeFunds")} />
      <CheckField name="publicInterest" label={t("publicInterest")} />
      <CheckField name="foreignAid" label={t("foreignAid")} />
      <CheckField name="voluntary" label={t("voluntary")} hint={t("voluntaryHint")} />
      <h2>{t("people")}</h2>
      {agency ? null : (
        <SelectField
          name="agencyId"
          label={t("agency")}
          hint={t("agencyHint")}
          optional
          placeholder={t("selfOrganised")}
          options={[...agencies]}
          value={entrusted}
          onChange={(event) => setEntrusted(event.target.value)}
        />
      )}
      {agency || entrusted ? (
        <UploadField name="mandateFileId" label={t("mandate")} hint={t("mandateHint")} accept={[".pdf"]} />
      ) : null}
      <SelectField name="supervisorId" label={t("supervisor")} options={[...supervisors]} placeholder={t("choose")} />
      <h2>{t("trainingTitle")}</h2>
      <div className="field">
        <label className="chk">
          <input
            type="checkbox"
            name="training"
            value="true"
            checked={training}
            onChange={(event) => setTraining(event.target.checked)}
          />
          <span>
            {t("training")}
            <small>{t("trainingHint")}</small>
          </span>
        </label>
      </div>
      {training ? (
        <TextField
          name="daySeconds"
          label={t("daySeconds")}
          hint={t("daySecondsHint")}
          unit={t("seconds")}
          type="number"
          min={1}
          max={86400}
          defaultValue="5"
        />
      ) : null}
    </>
  );
}
