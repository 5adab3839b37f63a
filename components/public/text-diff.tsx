import { diffWordsWithSpace } from "diff";
import { useTranslations } from "next-intl";

/** Two texts as one, with what came and what went marked: by marks and words, not by colour alone (ux 11). */
export function TextDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const t = useTranslations("notices");
  const parts = diffWordsWithSpace(before, after);
  return (
    <p className="diff" lang="zh-CN">
      {parts.map((part, at) => {
        const key = `${at}-${part.value.length}`;
        if (part.added)
          return (
            <ins key={key}>
              <span className="vh">{t("tender.added")} </span>
              {part.value}
            </ins>
          );
        if (part.removed)
          return (
            <del key={key}>
              <span className="vh">{t("tender.removed")} </span>
              {part.value}
            </del>
          );
        return <span key={key}>{part.value}</span>;
      })}
    </p>
  );
}
