import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { SignDialog } from "@/components/signing/sign-dialog";
import { AUTHORITY_FIELDS, AuthorityField } from "@/components/trust/authority-facts";
import { ActForm } from "@/components/ui/act-form";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { type ChangeView, viewChange, viewChangeInput } from "@/lib/usecases/trust/view-changes";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { approveChangeAction, prepareApprovalAction, returnChangeAction, withdrawChangeAction } from "../actions";

type Props = { readonly params: Promise<{ readonly proposalId: string }> };
const TONE = { waiting: "attention", approved: "good", returned: "bad", withdrawn: "neutral" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trust"))("proposal") };
}

export default async function TrustChangePage({ params }: Props) {
  const parsed = viewChangeInput.safeParse(await params);
  if (!parsed.success) notFound();
  const view = await orNotFound(viewChange(await currentActor(), parsed.data, await deps()));
  const t = await getTranslations("trust");
  const state = view.state as keyof typeof TONE;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/work/operations/trust" }, { label: view.after.name }]}
        title={t("changeOf", { name: view.after.name, version: view.version })}
        tag={<StatusTag tone={TONE[state]} label={t(`states.${state}`)} />}
      />
      <div className="cols">
        <div>
          <h2>{t("compare")}</h2>
          <Comparison view={view} />
        </div>
        <aside className="aside">
          <section>
            <h2>{t("facts")}</h2>
            <DefinitionList
              layout="pairs"
              items={[
                { term: t("reason"), value: view.reason },
                { term: t("by"), value: view.by },
                { term: t("at"), value: <Instant at={view.at} /> },
                {
                  term: "SHA-256",
                  value: (
                    <span className="mono" style={{ overflowWrap: "anywhere" }}>
                      {view.sha256}
                    </span>
                  ),
                },
                { term: t("decidedBy"), value: view.decidedBy },
                { term: t("decidedAt"), value: view.decidedAt ? <Instant at={view.decidedAt} /> : null },
                { term: t("comment"), value: view.comment },
              ]}
            />
          </section>
          {state === "waiting" ? <Decision view={view} /> : null}
        </aside>
      </div>
    </>
  );
}

async function Comparison({ view: { before, after, changed } }: { readonly view: ChangeView }) {
  const t = await getTranslations("trust");
  return (
    <DataTable
      caption={t("compare")}
      rows={AUTHORITY_FIELDS}
      rowKey={(field) => field}
      rowClass={(field) => (changed.includes(field) ? "own" : undefined)}
      empty=""
      columns={[
        {
          key: "field",
          head: t("what"),
          cell: (field) => (
            <>
              {t(`field.${field}`)}
              {changed.includes(field) ? (
                <>
                  <br />
                  <small>{t("changed")}</small>
                </>
              ) : null}
            </>
          ),
        },
        {
          key: "before",
          head: t("before"),
          cell: (field) => (before ? <AuthorityField authority={before} field={field} /> : "—"),
        },
        { key: "after", head: t("after"), cell: (field) => <AuthorityField authority={after} field={field} /> },
      ]}
    />
  );
}

/** The second operator's acts; for the proposer, taking it back. */
async function Decision({ view: { id, own } }: { readonly view: ChangeView }) {
  const t = await getTranslations("trust");
  if (own)
    return (
      <section>
        <h2>{t("decide")}</h2>
        <Notice tone="attention" rules={["R-31"]}>
          {t("ownHint")}
        </Notice>
        <ActForm
          action={withdrawChangeAction}
          submit={t("withdraw")}
          hidden={{ proposalId: id }}
          kind="danger"
          done={t("withdrawn")}
        />
      </section>
    );
  return (
    <section>
      <h2>{t("decide")}</h2>
      <p className="sec" style={{ marginBottom: 12 }}>
        {t("decideHint")}
      </p>
      <SignDialog
        label={t("approve")}
        prepare={prepareApprovalAction}
        commit={approveChangeAction}
        input={{ proposalId: id }}
        done={t("approved")}
      >
        {t("approveEffect")}
      </SignDialog>
      <hr />
      <ActForm
        action={returnChangeAction}
        submit={t("return")}
        hidden={{ proposalId: id }}
        kind="danger"
        done={t("returned")}
      >
        <TextArea name="reason" label={t("returnReason")} maxLength={1000} />
      </ActForm>
    </section>
  );
}
