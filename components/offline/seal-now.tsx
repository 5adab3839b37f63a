"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { KeyPicker } from "@/components/signing/key-picker";
import type { KeyChoice, PreparedItem } from "@/components/signing/keyring";
import { SignDialog, type SignedItem } from "@/components/signing/sign-dialog";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { encodeBase64 } from "@/lib/crypto/binding";
import type { Masters } from "@/lib/crypto/keys";
import { fileSize } from "@/lib/i18n/format";
import { backUp, keepManifests } from "../bid/back-up";
import { type ChosenFile, makeMasters } from "../bid/seal-bid";
import { useReason } from "./reason";
import type { Papers } from "./read-papers";
import { containerFile, encryptContainer, save, type Unsigned } from "./write-container";

type Props = {
  readonly papers: Papers;
  readonly form: Readonly<Record<string, string>>;
  readonly files: readonly ChosenFile[];
  /** Labels of what has to be filled in or chosen first. */
  readonly missing: readonly string[];
};
type State =
  | { readonly step: "key" }
  | { readonly step: "encrypting"; readonly part: number }
  | { readonly step: "ready"; readonly unsigned: Unsigned }
  | { readonly step: "done"; readonly name: string; readonly sizeBytes: number };

/** Key, backup, encryption, signature: at the end a `.sbc` file lies among the downloads. */
export function SealNow({ papers, form, files, missing }: Props) {
  const t = useTranslations("offline.seal");
  const bid = useTranslations("bid");
  const reason = useReason("papers");
  const [state, setState] = useState<State>({ step: "key" });
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const [phrase, setPhrase] = useState("");
  const [failure, setFailure] = useState("");
  const masters = useRef<Masters | null>(null);
  const { id, lot } = papers.policy.tender;
  const name = `${lot}-${papers.seq}.sbc`;

  const begin = async () => {
    if (!choice) return;
    setFailure("");
    setState({ step: "encrypting", part: 0 });
    try {
      masters.current ??= makeMasters();
      // Before the first octet is encrypted: without it a lost key would close the bid for ever.
      await backUp(masters.current, papers.policy.tender, phrase, id);
      const tell = (part: number) => setState({ step: "encrypting", part });
      const unsigned = await encryptContainer(papers, { form, files }, masters.current, choice, tell);
      if (unsigned.kept) keepManifests(unsigned.kept, lot, id);
      setState({ step: "ready", unsigned });
    } catch (error) {
      setFailure(reason(error));
      setState({ step: "key" });
    }
  };
  const item = ({ statement }: Unsigned): PreparedItem => ({
    bytesBase64: encodeBase64(statement),
    purpose: "seal",
    tender: lot,
    title: bid("sealTitle", { lot }),
    lines: [
      { label: bid("line.lot"), value: lot },
      { label: bid("line.docs"), value: papers.docsHash.slice(0, 16) },
      { label: bid("line.version"), value: String(papers.seq) },
    ],
  });
  const write = async (unsigned: Unsigned, signed: SignedItem) => {
    const file = containerFile(unsigned, signed);
    save(file, name);
    return { ok: true as const, value: { sizeBytes: file.size } };
  };
  if (missing.length > 0)
    return (
      <Notice tone="attention" title={bid("missing", { count: missing.length })}>
        <ul>
          {missing.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </Notice>
    );
  return (
    <section aria-labelledby="seal-now">
      <h2 id="seal-now">{t("now")}</h2>
      {failure ? (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      ) : null}
      {state.step === "key" ? (
        <>
          <p className="sec">{t("keyHint")}</p>
          <KeyPicker choice={choice} onChoose={setChoice} local />
          <TextField
            name="phrase"
            type="password"
            autoComplete="new-password"
            label={bid("phrase")}
            hint={bid("phraseHint")}
            value={phrase}
            onChange={(event) => setPhrase(event.target.value)}
          />
          <Button kind="primary" size="lg" disabled={!choice || phrase.length < 8} onClick={() => void begin()}>
            {bid("encryptNow")}
          </Button>
        </>
      ) : null}
      {state.step === "encrypting" ? <Progress label={bid("encrypting")} value={state.part} /> : null}
      {state.step === "ready" ? (
        <>
          <Notice tone="attention">{t("encrypted", { size: fileSize(state.unsigned.sizeBytes) })}</Notice>
          {state.unsigned.kept ? <Notice title={bid("kept.title")}>{bid("kept.hint")}</Notice> : null}
          <SignDialog
            local
            label={t("sign")}
            prepare={async () => ({ ok: true, value: item(state.unsigned) })}
            commit={({ signed }) => write(state.unsigned, signed)}
            done={t("written", { name })}
            onDone={(value) => setState({ step: "done", name, ...(value as { sizeBytes: number }) })}
          >
            {t("signEffect")}
          </SignDialog>
        </>
      ) : null}
      {state.step === "done" ? (
        <Notice tone="good" role="status" title={t("written", { name: state.name })}>
          <p>{t("next", { size: fileSize(state.sizeBytes) })}</p>
        </Notice>
      ) : null}
    </section>
  );
}
