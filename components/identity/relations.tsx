import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { ActForm } from "@/components/ui/act-form";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { SelectField, TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { RELATION_KINDS } from "@/lib/domain/relations";

type Line = {
  readonly id: string;
  readonly uscc: string;
  readonly name: string;
  readonly kind: string;
  readonly at: Date;
  readonly endedAt: Date | null;
};

type Props = {
  readonly lines: readonly Line[];
  /** Both only for the organisation's administrator. */
  readonly declare?: ComponentProps<typeof ActForm>["action"];
  readonly end?: ComponentProps<typeof ActForm>["action"];
};

/** Organisations that control or manage this one, or that it controls or manages, as declared. */
export function Relations({ lines, declare, end }: Props) {
  const t = useTranslations("organisation.relations");
  const acts = {
    key: "end",
    head: t("end"),
    cell: ({ id, name, endedAt }: Line) =>
      endedAt || !end ? (
        "—"
      ) : (
        <ConfirmAct
          label={t("end")}
          title={t("endTitle")}
          kind="danger"
          action={end}
          hidden={{ relationId: id }}
          done={t("endDone")}
        >
          <p>{name}</p>
        </ConfirmAct>
      ),
  };
  return (
    <>
      {declare ? (
        <p className="sec" style={{ maxWidth: 720, marginBottom: 12 }}>
          {t("hint")}
        </p>
      ) : null}
      <DataTable
        caption={t("title")}
        rows={lines}
        rowKey={({ id }) => id}
        empty={t("none")}
        columns={[
          { key: "name", head: t("name"), cell: ({ name }) => name },
          { key: "uscc", head: t("uscc"), cell: ({ uscc }) => <span className="num">{uscc}</span> },
          { key: "kind", head: t("kind"), cell: ({ kind }) => (t.has(`kinds.${kind}`) ? t(`kinds.${kind}`) : kind) },
          {
            key: "dates",
            head: t("dates"),
            cell: ({ at, endedAt }) => (
              <span className="num">
                <Instant at={at} part="date" /> – {endedAt ? <Instant at={endedAt} part="date" /> : t("inForce")}
              </span>
            ),
          },
          ...(end ? [acts] : []),
        ]}
      />
      {declare ? (
        <details className="fold" style={{ marginTop: 16 }}>
          <summary>{t("add")}</summary>
          <div style={{ marginTop: 16, maxWidth: 480 }}>
            <ActForm action={declare} submit={t("submit")} done={t("done")} scope="relation" clear>
              <TextField name="name" label={t("name")} maxLength={200} />
              <TextField name="uscc" label={t("uscc")} maxLength={40} />
              <SelectField
                name="kind"
                label={t("kind")}
                options={RELATION_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
              />
            </ActForm>
          </div>
        </details>
      ) : null}
    </>
  );
}
