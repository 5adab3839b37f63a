"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import { entryHash, linkHash } from "@/lib/crypto/audit-chain";

export type Checkable = {
  readonly id: string;
  readonly text: string;
  readonly entryHash: string;
  readonly link: { readonly seq: string; readonly prevHash: string; readonly hash: string } | null;
};

type Verdict = { readonly good: number; readonly bad: string | null };

/** Hashes every entry of the page anew in this browser: nobody has to believe the server's word (ux 7.12). */
function check(entries: readonly Checkable[]): Verdict {
  let before: Checkable["link"] = null;
  for (const [at, { id, text, entryHash: stored, link }] of entries.entries()) {
    const own = entryHash(text);
    const linked = link === null || linkHash(BigInt(link.seq), link.prevHash, own) === link.hash;
    // Neighbours in the chain must follow each other; between others stand entries of other lots.
    const follows = !before || !link || BigInt(link.seq) !== BigInt(before.seq) + 1n || link.prevHash === before.hash;
    if (own !== stored || !linked || !follows) return { good: at, bad: id };
    before = link;
  }
  return { good: entries.length, bad: null };
}

/** 验证本链: says until which entry the record holds. */
export function VerifyChain({ entries }: { readonly entries: readonly Checkable[] }) {
  const t = useTranslations("auditLog.verify");
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  return (
    <div>
      <button type="button" className="btn" onClick={() => setVerdict(check(entries))}>
        {t("act")}
      </button>
      <div role="status">
        {verdict ? (
          <Notice tone={verdict.bad ? "bad" : "good"} rules={["R-157"]}>
            {verdict.bad
              ? t("broken", { good: verdict.good, id: verdict.bad })
              : t(entries.some(({ link }) => link) ? "holds" : "contents", { count: verdict.good })}
          </Notice>
        ) : null}
      </div>
    </div>
  );
}
