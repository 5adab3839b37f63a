import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "./secrecy-look";
import { filled, type Words } from "./secrecy-routes";
import { formOf } from "./visitor";

/** Actions that change what the next look sees whatever they are asked about, or answer at random; each with its reason. */
const CHANGING: Readonly<Record<string, string>> = {
  beginAmendmentAction: "begins an amendment of the lot",
  prepareBidAction: "opens a file of one's own for the lot",
  obtainDocumentsAction: "hands the documents out",
  payDocumentsAction: "opens a payment",
  checkChainAction: "walks the whole audit chain and records that it did",
  prepareSignInAction: "makes a random challenge",
  openMessageAction: "marks one of the reader's own messages read and goes to its page",
  chooseRightAction: "changes the role the reader acts in",
  keepPreferences: "keeps the reader's own language and size of text",
};

const DECLARED = /^export const (\w+) = (action|call)\(/gm;
const WITH: readonly (readonly string[])[] = [["bidId"], ["lotId"], ["bidId", "digest"], ["lotId", "bidId"]];
/** Folders without a page of their own: the actions stand on this one. */
const PAGES: Words = { "work/clarifications": "work/clarifications/[clarificationId]" };

type Action = { readonly id: string; readonly folder: string; readonly name: string; readonly form: boolean };

/** Every server action of the build, from the build's own manifest. */
export function actionsIn(root: string): readonly Action[] {
  const manifest = join(root, ".next", "standalone", ".next", "server", "server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(manifest, "utf8")) as {
    node: Record<string, { filename: string; exportedName: string }>;
  };
  const kinds = new Map<string, string>();
  for (const file of new Set(Object.values(node).map(({ filename }) => filename)))
    for (const [, name, kind] of readFileSync(join(root, file), "utf8").matchAll(DECLARED))
      kinds.set(`${file} ${name}`, kind!);
  return Object.entries(node)
    .filter(([, { exportedName }]) => !(exportedName in CHANGING))
    .map(([id, { filename, exportedName }]) => {
      const kind = kinds.get(`${filename} ${exportedName}`);
      if (!kind) throw new Error(`how is ${exportedName} of ${filename} called? Only action(…) and call(…) are known`);
      const folder = filename.replace(/^app\//, "").replace(/\/[^/]+$/, "");
      return { id, folder, name: exportedName, form: kind === "action" };
    });
}

/**
 * Asks every action about the lot and about another's bid with nothing else in hand. Whoever may not do it gets one
 * refusal, whoever leaves out the rest another; neither may know of bids.
 */
export function actionQuestions(actions: readonly Action[], words: Words): Question[] {
  return actions.flatMap(({ id, folder, name, form }) => {
    const page = `/${(PAGES[folder] ?? folder).replace(/\([a-z]+\)\//, "")}`;
    const path = filled({ path: page, methods: [] }, words);
    return WITH.map((keys): Question => {
      const input = Object.fromEntries(keys.map((key) => [key, words[key]!]));
      const headers = { "next-action": id, accept: "text/x-component" };
      const key = `ACTION ${folder} ${name} ${keys.join(" ")}`;
      return form
        ? { key, method: "POST", path, headers, body: () => formOf(input) }
        : { key, method: "POST", path, headers: { ...headers, ...PLAIN }, body: () => JSON.stringify([input]) };
    });
  });
}

const PLAIN = { "content-type": "text/plain;charset=UTF-8" };
