"use client";

import { useTranslations } from "next-intl";
import { useContext, useEffect, useRef } from "react";
import type { ActFailure } from "./act-context";
import { FieldScope, fieldId } from "./field-id";
import { Icon } from "./icon";
import { RuleLinks } from "./rule-link";
import { SessionOver } from "./session-over";

/** What was refused and where: takes focus, links to the fields, names the rules. */
export function ErrorSummary({ failure }: { readonly failure: ActFailure }) {
  const t = useTranslations("ui");
  const scope = useContext(FieldScope);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure) box.current?.focus();
  }, [failure]);
  const fields = Object.entries(failure.fields);
  return (
    <div className="note bad" role="alert" tabIndex={-1} ref={box}>
      {failure.code === "SIGN_IN_NEEDED" ? <SessionOver failure={failure} /> : null}
      <Icon name="bad" />
      <div className="grow">
        <b>{fields.length > 0 ? t("toMend", { count: fields.length }) : failure.message}</b>
        <RuleLinks ids={failure.rules} />
        {fields.length > 0 ? (
          <ul>
            {fields.map(([name, message]) => (
              <li key={name}>
                <a href={`#${fieldId(name, scope)}`}>{message}</a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
