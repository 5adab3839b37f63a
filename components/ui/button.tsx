import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { RuleLinks } from "./rule-link";

type Kind = "primary" | "plain" | "text" | "danger";
type Size = "normal" | "lg" | "sm";

export function buttonClass(kind: Kind = "plain", size: Size = "normal"): string {
  return ["btn", kind === "plain" ? "" : kind, size === "normal" ? "" : size].filter(Boolean).join(" ");
}

type ButtonProps = Omit<ComponentProps<"button">, "className"> & { readonly kind?: Kind; readonly size?: Size };

export function Button({ kind, size, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(kind, size)} {...rest} />;
}

type LinkProps = {
  readonly href: string;
  readonly kind?: Kind;
  readonly size?: Size;
  readonly children: ReactNode;
  readonly download?: boolean;
};

/** A link that looks like a button. A download is never fetched ahead: it is recorded (ux 4). */
export function ButtonLink({ href, kind, size, children, download = false }: LinkProps) {
  const className = buttonClass(kind, size);
  if (download || href.startsWith("#"))
    return (
      <a className={className} href={href} {...(download ? { download: "" } : {})}>
        {children}
      </a>
    );
  return (
    <Link className={className} href={href} prefetch={false}>
      {children}
    </Link>
  );
}

/** An act that may not be done now: the button stays, disabled, with the reason and the rule beside it (ux 1.3). */
export function RefusedButton({
  children,
  reason,
  rules = [],
  size = "normal",
}: {
  readonly children: ReactNode;
  readonly reason: ReactNode;
  readonly rules?: readonly string[];
  readonly size?: Size;
}) {
  return (
    <span className="row gap16">
      <button type="button" className={buttonClass("primary", size)} disabled>
        {children}
      </button>
      <span className="sec">
        {reason}
        <RuleLinks ids={rules} />
      </span>
    </span>
  );
}
