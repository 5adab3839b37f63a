"use client";

import { useState } from "react";
import { Icon } from "./icon";

type Props = { readonly value: string; readonly label: string; readonly done: string };

export function CopyButton({ value, label, done }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <>
      <button type="button" className="copy no-print" aria-label={label} onClick={copy}>
        <Icon name={copied ? "tick" : "copy"} />
      </button>
      <span className="vh" role="status">
        {copied ? done : ""}
      </span>
    </>
  );
}
