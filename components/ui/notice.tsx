import type { ReactNode } from "react";
import { Icon } from "./icon";
import { RuleLinks } from "./rule-link";

type Props = {
  readonly tone?: "info" | "good" | "attention" | "bad";
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly rules?: readonly string[];
  /** `alert` for what has just gone wrong; then it is read out at once. */
  readonly role?: "alert" | "status";
  readonly action?: ReactNode;
};

/** A banner in its place: what is, what it means, which rule. */
export function Notice({ tone = "info", title, children, rules = [], role, action }: Props) {
  return (
    <div className={`note ${tone}`} {...(role ? { role } : {})}>
      <Icon name={tone === "info" ? "info" : tone} />
      <div className="grow">
        {title ? <b>{title}</b> : null}
        {title && children ? " " : null}
        {children}
        <RuleLinks ids={rules} />
      </div>
      {action}
    </div>
  );
}
