"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { FileDrop } from "@/components/ui/file-drop";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { BidFiles } from "../bid/bid-files";
import { BidForm, type FormField } from "../bid/bid-form";
import type { ChosenFile } from "../bid/seal-bid";
import { standingFields } from "../bid/standing-fields";
import { useReason } from "./reason";
import { type Papers, readPapers } from "./read-papers";
import { SealNow } from "./seal-now";

type Attachments = readonly { readonly role: string; readonly label: string; readonly required: boolean }[];

/** Seals a bid into a `.sbc` file: the papers of the lot, the form, the files, the key; nothing leaves this computer. */
export function SealTool() {
  const t = useTranslations("offline.seal");
  const reason = useReason("papers");
  const [papers, setPapers] = useState<Papers | null>(null);
  const [problem, setProblem] = useState("");
  const given = useRef<readonly File[]>([]);
  const take = async (fresh: readonly File[]) => {
    if (fresh.length === 0) return;
    // Record and policy may come one after the other.
    const names = new Set(fresh.map(({ name }) => name));
    given.current = [...given.current.filter(({ name }) => !names.has(name)), ...fresh];
    setProblem("");
    try {
      setPapers(await readPapers(given.current));
    } catch (error) {
      setPapers(null);
      setProblem(reason(error));
    }
  };
  return (
    <>
      <section aria-labelledby="papers">
        <h2 id="papers">{t("papers")}</h2>
        <FileDrop
          name="papers"
          label={t("papersFile")}
          hint={t("papersHint")}
          accept={[".json"]}
          multiple
          onFiles={(dropped) => void take(dropped.map(({ file }) => file))}
        />
        <div role="status">
          {problem ? <Notice tone="attention">{problem}</Notice> : null}
          {papers ? <Facts papers={papers} /> : null}
        </div>
      </section>
      {papers ? <Content key={papers.policyHash} papers={papers} /> : null}
    </>
  );
}

/** Whose keys will open the bid, and until when it has to be there: all signed by others than this page. */
function Facts({ papers: { policy, deadline, seq } }: { readonly papers: Papers }) {
  const t = useTranslations("offline.seal");
  return (
    <Notice tone="good" title={t("papersGood")}>
      <DefinitionList
        layout="pairs"
        items={[
          { term: t("lot"), value: `${policy.tender.id} ${policy.tender.lot}` },
          { term: t("deadline"), value: <Instant at={deadline} /> },
          { term: t("trustees", { k: policy.k, n: policy.n }), value: namesOf(policy.trustees) },
          { term: t("suite"), value: t(policy.suite === 2 ? "suite2" : "suite1") },
          { term: t("version"), value: String(seq) },
        ]}
      />
      {deadline < new Date() ? <p>{t("past")}</p> : null}
    </Notice>
  );
}

const namesOf = (trustees: Papers["policy"]["trustees"]) => trustees.map(({ statement: { name } }) => name).join("、");

function Content({ papers }: { readonly papers: Papers }) {
  const t = useTranslations("offline.seal");
  const bid = useTranslations("bid");
  const [form, setForm] = useState<Readonly<Record<string, string>>>({});
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const standing = standingFields(bid);
  const asked = papers.asks?.fields.filter(({ key }) => !standing.some((one) => one.key === key)) ?? [];
  const fields: readonly FormField[] = [...standing, ...asked];
  const attachments = papers.asks?.attachments ?? segmentsOf(papers, t);
  return (
    <>
      <BidForm fields={fields} form={form} onChange={setForm} />
      <BidFiles
        attachments={attachments}
        files={files}
        before={[]}
        onChange={setFiles}
        twoEnvelopes={papers.policy.envelopes === 2}
      />
      <SealNow papers={papers} form={form} files={files} missing={missingOf(form, files, fields, attachments)} />
    </>
  );
}

/** Without the documents' own list: one place for the price, one for everything else. */
const segmentsOf = ({ policy }: Papers, t: (key: string) => string): Attachments =>
  policy.segments.map(({ name, form }) => ({
    role: form ? "price" : name,
    label: t(form ? "priceFiles" : "otherFiles"),
    required: true,
  }));

function missingOf(
  form: Readonly<Record<string, string>>,
  files: readonly ChosenFile[],
  fields: readonly FormField[],
  attachments: Attachments,
): string[] {
  const wanting = fields.filter(({ key, required, pattern }) => {
    const value = form[key] ?? "";
    return (required && value === "") || (value !== "" && pattern !== undefined && !new RegExp(pattern).test(value));
  });
  const absent = attachments.filter(({ role, required }) => required && !files.some((one) => one.role === role));
  return [...wanting, ...absent].map(({ label }) => label);
}
