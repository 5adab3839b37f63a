"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { Icon } from "@/components/ui/icon";
import type { ReviewGroup } from "@/lib/domain/review-items";
import { beijingTime } from "@/lib/i18n/instants";
import { DeskGrid, following } from "./desk-grid";
import { DeskDocs, DeskHead, DeskKey, Legend } from "./desk-parts";
import type { Call, Cell, DeskColumn, DeskFile, FormAct } from "./types";

export type DeskItem = {
  readonly id: string;
  readonly group: ReviewGroup;
  readonly name: string;
  /** What the documents wrote of it. */
  readonly text: string;
};
type Finding = { readonly pass: boolean; readonly reason: string; readonly page: string };
type Props = {
  readonly lotId: string;
  readonly items: readonly DeskItem[];
  readonly columns: readonly DeskColumn[];
  /** Bids that are rejected: their columns are closed. */
  readonly closed: readonly string[];
  readonly findings: readonly (Finding & { readonly digest: string; readonly item: string })[];
  readonly files: readonly DeskFile[];
  readonly watermark: string;
  readonly finished: boolean;
  readonly allFinished: boolean;
  readonly save: Call;
  readonly finish: FormAct;
  /** Decisions of the committee, under the grid. */
  readonly children?: ReactNode;
};

/** The member's own findings of the preliminary review: items by bids, with reason and page of the active one. */
export function FindingDesk(props: Props) {
  const { lotId, items, columns, files, finished, allFinished, closed } = props;
  const t = useTranslations("review.findings");
  const router = useRouter();
  const open = columns.filter(({ key }) => !closed.includes(key));
  const editable = !finished || allFinished;
  const [active, setActive] = useState<Cell>({ bid: open[0]?.key ?? "", row: items[0]?.id ?? "" });
  const [own, setOwn] = useState(
    () => new Map(props.findings.map((one) => [`${one.digest} ${one.item}`, one as Finding])),
  );
  const [saved, setSaved] = useState("");
  const [problem, setProblem] = useState("");
  const done = open.flatMap(({ key }) => items.filter(({ id }) => own.has(`${key} ${id}`))).length;
  const all = open.length * items.length;
  const item = items.find(({ id }) => id === active.row);
  const label = columns.find(({ key }) => key === active.bid)?.label ?? "";
  const keep = async (made: readonly (Finding & { digest: string; item: string })[]): Promise<boolean> => {
    const answer = await props.save({ lotId, findings: made }).catch(() => null);
    if (!answer) setProblem(t("notSent"));
    else if (!answer.ok) setProblem(answer.message);
    else {
      setProblem("");
      setSaved(beijingTime(new Date(answer.value.savedAt)).slice(11));
      setOwn((now) => new Map([...now, ...made.map((one) => [`${one.digest} ${one.item}`, one] as const)]));
      if (allFinished) router.refresh();
      return true;
    }
    return false;
  };
  return (
    <>
      <div className="evb">
        <DeskDocs
          files={files}
          title={t("documents")}
          bid={active.bid}
          label={label}
          watermark={props.watermark}
          about={item ? { name: "", text: item.text, judged: item.group } : null}
        />
        <aside className="side" aria-label={t("own")}>
          <DeskHead title={t("own")} done={done} count={t("count", { all })} />
          <DeskGrid
            caption={t("caption")}
            rowHead={t("item")}
            rows={items}
            columns={columns}
            short={columns.map((_, at) => String(at + 1))}
            active={active}
            onMove={(cell) => {
              if (!closed.includes(cell.bid)) setActive(cell);
            }}
            cell={({ bid, row }) => {
              const finding = own.get(`${bid} ${row}`);
              if (!finding) return { shown: <span className="e">·</span>, said: t("notYet") };
              return finding.pass
                ? { shown: <Icon name="tick" />, said: t("pass") }
                : { shown: <Icon name="close" className="ic bad" />, said: t("fail") };
            }}
          />
          <Legend columns={columns} />
          {editable ? (
            <FindingForm
              key={`${active.bid} ${active.row}`}
              title={`${label}　${item?.name ?? ""}`}
              finding={own.get(`${active.bid} ${active.row}`)}
              problem={problem}
              onKeep={async (finding) => {
                if (await keep([{ digest: active.bid, item: active.row, ...finding }]))
                  setActive(following(active, open, items));
              }}
              beside={
                <Button
                  onClick={() =>
                    void keep(
                      items
                        .filter(({ id }) => !own.has(`${active.bid} ${id}`))
                        .map(({ id }) => ({ digest: active.bid, item: id, pass: true, reason: "", page: "" })),
                    )
                  }
                  disabled={items.every(({ id }) => own.has(`${active.bid} ${id}`))}
                >
                  {t("restPass")}
                </Button>
              }
            />
          ) : null}
          {props.children}
        </aside>
      </div>
      <footer className="keys">
        <DeskKey keys={["↑", "↓"]}>{t("keys.rows")}</DeskKey>
        <DeskKey keys={["←", "→"]}>{t("keys.bids")}</DeskKey>
        <span role="status">{saved ? t("saved", { at: saved }) : ""}</span>
        {finished ? null : (
          <>
            <span className="end">{done < all ? t("left", { count: all - done }) : t("whole")}</span>
            {done < all ? (
              <button type="button" className={buttonClass("plain")} disabled>
                {t("finish")}
              </button>
            ) : (
              <ConfirmAct
                label={t("finish")}
                title={t("finishTitle")}
                action={props.finish}
                hidden={{ lotId }}
                kind="primary"
              >
                <p>{t("finishEffect")}</p>
              </ConfirmAct>
            )}
          </>
        )}
      </footer>
    </>
  );
}

type FormProps = {
  readonly title: string;
  readonly finding: Finding | undefined;
  readonly problem: string;
  readonly onKeep: (finding: Finding) => void;
  readonly beside: ReactNode;
};

/** Pass or fail of one item; a failure wants its reason. */
function FindingForm({ title, finding, problem, onKeep, beside }: FormProps) {
  const t = useTranslations("review.findings");
  const [draft, setDraft] = useState<Finding>(finding ?? { pass: true, reason: "", page: "" });
  const [told, setTold] = useState("");
  const wrong = told || problem;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!draft.pass && draft.reason.trim().length < 2) return setTold(t("reasonNeeded"));
        setTold("");
        onKeep(draft);
      }}
    >
      <fieldset className="field">
        <legend>{title}</legend>
        <div className="row">
          {[true, false].map((pass) => (
            <label className="chk" key={String(pass)}>
              <input
                type="radio"
                name="finding"
                checked={draft.pass === pass}
                onChange={() => setDraft({ ...draft, pass })}
              />
              <span>{t(pass ? "pass" : "fail")}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {wrong ? (
        <p className="err-t" role="alert">
          <Icon name="bad" />
          <span>{wrong}</span>
        </p>
      ) : null}
      {draft.pass ? null : (
        <>
          <div className="field">
            <label htmlFor="finding-reason">{t("reason")}</label>
            <textarea
              id="finding-reason"
              className="inp"
              rows={2}
              value={draft.reason}
              onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
            />
          </div>
          <div className="field">
            <label htmlFor="finding-page">{t("page")}</label>
            <input
              id="finding-page"
              className="inp"
              value={draft.page}
              onChange={(event) => setDraft({ ...draft, page: event.target.value })}
            />
          </div>
        </>
      )}
      <p className="row">
        <button type="submit" className="btn primary">
          {t("keepAndNext")}
        </button>
        {beside}
      </p>
    </form>
  );
}
