"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { SelectField, TextField } from "@/components/ui/field";
import { Money } from "@/components/ui/money";
import { faultFound, type PriceFault } from "@/lib/domain/price-correction";
import { fen, yuan } from "@/lib/kernel/money";
import type { FormAct } from "./types";

type Bid = { readonly digest: string; readonly name: string; readonly price: string };
type Props = { readonly lotId: string; readonly bids: readonly Bid[]; readonly action: FormAct };

/** A member names what stands in a bid; what it should be the rule says at once, before anybody is asked. */
export function CorrectPrice({ lotId, bids, action }: Props) {
  const t = useTranslations("review.correct");
  return (
    <ConfirmAct label={t("act")} title={t("title")} action={action} hidden={{ lotId }}>
      <p>{t("effect")}</p>
      <FaultFields bids={bids} />
    </ConfirmAct>
  );
}

const LINE = ["name", "page", "quantity", "unitPrice", "total"] as const;
const WORDS = ["page", "words"] as const;
const NUMBERS: readonly string[] = ["quantity", "unitPrice", "total"];

function FaultFields({ bids }: { readonly bids: readonly Bid[] }) {
  const t = useTranslations("review.correct");
  const [digest, setDigest] = useState(bids[0]?.digest ?? "");
  const [kind, setKind] = useState<PriceFault["kind"]>("line");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const price = bids.find((bid) => bid.digest === digest)?.price ?? "0.00";
  return (
    <>
      <SelectField
        name="digest"
        label={t("bid")}
        value={digest}
        onChange={(event) => setDigest(event.target.value)}
        options={bids.map((bid) => ({ value: bid.digest, label: bid.name }))}
      />
      <p className="sec">
        {t("read")} <Money value={price} unit capitals />
      </p>
      <SelectField
        name="kind"
        label={t("kind")}
        value={kind}
        onChange={(event) => setKind(event.target.value as PriceFault["kind"])}
        options={(["line", "words"] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      {(kind === "line" ? LINE : WORDS).map((name) => (
        <TextField
          key={name}
          name={name}
          label={t(`field.${name}`)}
          optional={name === "page"}
          {...(NUMBERS.includes(name) ? { inputMode: "decimal" as const } : {})}
          value={typed[name] ?? ""}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      ))}
      <Outcome fault={faultOf(kind, typed)} price={price} />
      <TextField name="minutes" label={t("minutes")} unit={t("unit")} defaultValue="30" inputMode="numeric" />
    </>
  );
}

function faultOf(kind: PriceFault["kind"], typed: Readonly<Record<string, string>>): PriceFault {
  const of = (name: string) => (typed[name] ?? "").trim();
  const page = of("page");
  return kind === "words"
    ? { kind, page, words: of("words") }
    : { kind, page, name: of("name"), quantity: of("quantity"), unitPrice: of("unitPrice"), total: of("total") };
}

/** What the rule makes of what was typed so far. */
function Outcome({ fault, price }: { readonly fault: PriceFault; readonly price: string }) {
  const t = useTranslations("review.correct");
  const whole = fault.kind === "words" ? fault.words : fault.quantity && fault.unitPrice && fault.total;
  const found = whole ? faultFound(fault, price) : null;
  return (
    <p role="status" className={whole && !found ? "err-t" : "sec"}>
      {found
        ? t(`by.${found.correction.by}`, {
            stated: found.correction.stated,
            corrected: found.correction.corrected,
            delta: yuan(found.deltaFen),
            after: yuan(fen(price) + found.deltaFen),
          })
        : whole
          ? t("nothing")
          : ""}
    </p>
  );
}
