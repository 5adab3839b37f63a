import { useTranslations } from "next-intl";
import { ActForm } from "@/components/ui/act-form";
import { Instant } from "@/components/ui/instant";
import { StateMark, StatusTag } from "@/components/ui/status-tag";
import { wordFacts } from "./task-words";

type Line = {
  readonly id: string;
  readonly kind: string;
  readonly facts: unknown;
  readonly link: string | null;
  readonly legal: boolean;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly readBy: string | null;
};

type Acts = {
  readonly open: (form: FormData) => Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: shapes of ActForm
  readonly read: (previous: any, form: FormData) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: shapes of ActForm
  readonly remove: (previous: any, form: FormData) => Promise<any>;
};

/** One message: what happened in words, when it was delivered, who read it first, what can be done with it. */
export function MessageLine({ line, acts }: { readonly line: Line; readonly acts: Acts }) {
  const t = useTranslations("messages");
  const say = (part: "title" | "body") => {
    const key = `kinds.${line.kind}.${part}`;
    return t.has(key) ? t(key, wordFacts(line.facts)) : t(`kinds.other.${part}`, { kind: line.kind });
  };
  const hidden = { messageId: line.id };
  return (
    <li>
      <div className="between">
        <h2 className="message-title">{say("title")}</h2>
        <span className="row gap16">
          {line.legal ? <StatusTag tone="attention" label={t("page.legal")} /> : null}
          {line.readAt ? null : <StateMark tone="active" label={t("page.unreadMark")} />}
        </span>
      </div>
      <p>{say("body")}</p>
      <p className="sub row gap16">
        <span className="num">
          {t("page.at")} <Instant at={line.createdAt} />
        </span>
        {line.readAt ? (
          <span>
            {t("page.read")} <Instant at={line.readAt} /> {line.readBy ?? ""}
          </span>
        ) : null}
      </p>
      <div className="inline-acts">
        {line.link ? (
          <form action={acts.open}>
            <input type="hidden" name="messageId" value={line.id} />
            <button type="submit" className="btn sm">
              {t("page.open")}
            </button>
          </form>
        ) : null}
        {line.readAt ? null : <ActForm action={acts.read} submit={t("page.markRead")} kind="plain" hidden={hidden} />}
        {line.legal ? null : <ActForm action={acts.remove} submit={t("page.delete")} kind="plain" hidden={hidden} />}
      </div>
    </li>
  );
}
