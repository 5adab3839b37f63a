"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { KeyPicker } from "@/components/signing/key-picker";
import type { KeyChoice } from "@/components/signing/keyring";
import { SignDialog, type SignedItem } from "@/components/signing/sign-dialog";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import type { Masters } from "@/lib/crypto/keys";
import { threadFell } from "@/lib/crypto/page-thread";
import { fileSize } from "@/lib/i18n/format";
import { noteAnswer } from "./answered";
import { backUp, keepManifests } from "./back-up";
import { RecoverySheet } from "./recovery-sheet";
import { fetchMaterial, type Material } from "./material";
import {
  type ChosenFile,
  makeMasters,
  type Receipt,
  type SealedUpload,
  type SealProgress,
  sealAndUpload,
  sealItem,
  submitStatement,
} from "./seal-bid";
import { selfTest } from "./self-test";
import { makeGate } from "./upload";

type Props = {
  readonly bidId: string;
  readonly title: string;
  readonly form: Readonly<Record<string, string>>;
  readonly files: readonly ChosenFile[];
  readonly tested: (input: { bidId: string; digest: string }) => Promise<unknown>;
  readonly back: () => void;
};

type State =
  | { readonly step: "key" }
  | { readonly step: "sending"; readonly progress: SealProgress }
  | { readonly step: "ready"; readonly sealed: SealedUpload; readonly material: Material };

/** Key and backup, encryption and upload, seal: the course of a submission (ux 7.6). */
export function SealSteps(props: Props) {
  const { bidId, title, form, files, back } = props;
  const t = useTranslations("bid");
  const router = useRouter();
  const [state, setState] = useState<State>({ step: "key" });
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const [phrase, setPhrase] = useState("");
  const [failure, setFailure] = useState("");
  const [paused, setPaused] = useState(false);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [begun, setBegun] = useState(false);
  const gate = useRef(makeGate());
  const masters = useRef<Masters | null>(null);

  const begin = async () => {
    if (!choice || begun) return;
    setBegun(true);
    setFailure("");
    try {
      const material = await fetchMaterial(bidId);
      masters.current ??= makeMasters();
      // The backup is in the bidder's hands before the first octet leaves: a lost key would close the bid for ever.
      await backUp(masters.current, material.tender, phrase, title);
      const onProgress = (progress: SealProgress) => setState({ step: "sending", progress });
      const sealed = await sealAndUpload(
        bidId,
        material,
        { form, files },
        masters.current,
        choice.key,
        gate.current,
        onProgress,
      );
      if (sealed.kept) keepManifests(sealed.kept, material.tender.lot, title);
      setState({ step: "ready", sealed, material });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      setFailure(threadFell(error) ? t("threadFell") : message);
      setState({ step: "key" });
      setBegun(false);
    }
  };
  const submit = async (signed: SignedItem, seq: number) => {
    const answer = await submitStatement(bidId, "seals", signed);
    if (answer.ok) {
      setReceipt(answer.value);
      noteAnswer(bidId, { seq, state: "submitted" });
    }
    return answer;
  };
  const leave = ({ digest }: Receipt) => {
    setLeaving(true);
    // The receipt's page says whether it passed, and tries it again.
    const tried = choice ? selfTest(bidId, choice.key, digest, props.tested).catch(() => false) : Promise.resolve();
    void tried.finally(() => router.push(`/work/bids/${bidId}/receipt`));
  };
  const at = receipt ? 3 : { key: 0, sending: 1, ready: 2 }[state.step];
  const mark = (step: number) => (at > step ? "done" : at === step ? "now" : undefined);
  return (
    <ol className="seal">
      <Step n={1} state={mark(0)} title={t("step.key")}>
        {state.step === "key" ? (
          <>
            <p className="sec">{t("keyHint")}</p>
            <KeyPicker choice={choice} onChoose={setChoice} />
            <TextField
              name="phrase"
              type="password"
              autoComplete="new-password"
              label={t("phrase")}
              hint={t("phraseHint")}
              value={phrase}
              onChange={(event) => setPhrase(event.target.value)}
            />
            {failure ? (
              <Notice tone="bad" role="alert">
                {failure}
              </Notice>
            ) : null}
            <p className="row gap16">
              <Button
                kind="primary"
                size="lg"
                disabled={begun || !choice || phrase.length < 8}
                onClick={() => void begin()}
              >
                {t("encryptNow")}
              </Button>
              <Button onClick={back}>{t("backToForm")}</Button>
            </p>
          </>
        ) : (
          <p className="sec">{t("keyDone")}</p>
        )}
      </Step>
      <Step n={2} state={mark(1)} title={t("step.upload")}>
        {state.step === "sending" ? (
          <>
            <Progress
              label={t("encrypting")}
              value={state.progress.sealedBytes / Math.max(1, state.progress.totalBytes)}
            />
            <Progress
              label={t("uploading")}
              value={state.progress.sentBytes / Math.max(1, state.progress.totalBytes)}
              detail={`${fileSize(state.progress.sentBytes)} / ${fileSize(state.progress.totalBytes)}`}
            />
            <Button
              onClick={() => {
                if (paused) gate.current.wake();
                else gate.current.paused = true;
                setPaused(!paused);
              }}
            >
              {t(paused ? "resume" : "pause")}
            </Button>
          </>
        ) : null}
        {receipt ? null : (
          <Notice tone="attention" title={t("notYet")}>
            {t("notYetHint")}
          </Notice>
        )}
      </Step>
      <Step n={3} state={mark(2)} title={t("step.seal")}>
        {state.step === "ready" ? (
          <>
            <Trustees material={state.material} />
            {state.sealed.kept ? (
              <KeptManifests sealed={state.sealed} lot={state.material.tender.lot} title={title} />
            ) : null}
            <RecoverySheet M={state.sealed.masters.M} lot={state.material.tender.lot} title={title} />
            {leaving ? null : (
              <SignDialog
                label={t("sealAndSubmit")}
                prepare={async () => ({
                  ok: true,
                  value: sealItem(
                    state.sealed,
                    state.material,
                    t("sealTitle", { lot: title }),
                    linesOf(state.material, t),
                  ),
                })}
                commit={({ signed }) => submit(signed, state.material.seq)}
                done={t("submittedNow")}
                onDone={(value) => leave(value as Receipt)}
              >
                {t("sealEffect")}
              </SignDialog>
            )}
          </>
        ) : (
          <p className="sec">{t("afterUpload")}</p>
        )}
      </Step>
      <Step n={4} state={mark(3)} title={t("step.receipt")}>
        {receipt ? (
          <Notice
            tone="good"
            role="status"
            title={t("submittedNow")}
            action={<ButtonLink href={`/work/bids/${bidId}/receipt`}>{t("toReceipt")}</ButtonLink>}
          >
            {leaving ? t("testing") : null}
          </Notice>
        ) : null}
      </Step>
    </ol>
  );
}

function Step({
  n,
  state,
  title,
  children,
}: {
  n: number;
  state?: "done" | "now" | undefined;
  title: string;
  children?: ReactNode;
}) {
  return (
    <li className={state} {...(state === "now" ? { "aria-current": "step" as const } : {})}>
      <span className="n">{state === "done" ? <Icon name="tick" /> : n}</span>
      <div>
        <h2>{title}</h2>
        {children}
      </div>
      <p />
    </li>
  );
}

/** Only where the documents let the plaintext be submitted again: the list that goes with the files. */
function KeptManifests({
  sealed,
  lot,
  title,
}: {
  readonly sealed: SealedUpload;
  readonly lot: string;
  readonly title: string;
}) {
  const t = useTranslations("bid");
  return (
    <Notice
      tone="attention"
      title={t("kept.title")}
      action={<Button onClick={() => keepManifests(sealed.kept!, lot, title)}>{t("kept.again")}</Button>}
    >
      {t("kept.hint")}
    </Notice>
  );
}

function Trustees({ material }: { readonly material: Material }) {
  const t = useTranslations("bid");
  return (
    <dl className="kv">
      <dt>{t("trustees", { k: material.policy.k, n: material.policy.n })}</dt>
      <dd>
        {material.trustees.map(({ name }) => (
          <span key={name} className="st good">
            <Icon name="good" />
            {name}
          </span>
        ))}
      </dd>
    </dl>
  );
}

const linesOf = (material: Material, t: (key: string, values?: Record<string, string>) => string) => [
  { label: t("line.uscc"), value: material.uscc },
  { label: t("line.lot"), value: material.tender.lot },
  { label: t("line.docs"), value: material.docsHash.slice(0, 16) },
  { label: t("line.version"), value: String(material.seq) },
];
