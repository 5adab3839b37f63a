import { writeFile } from "node:fs/promises";
import { fromBase64url, fromHex } from "@/lib/crypto/bytes";
import type { Container } from "@/lib/crypto/container";
import {
  parseTrusteeSecret,
  type SecretValue,
  secretsBytes,
  type TrusteeSecret,
} from "@/lib/crypto/opening-statements";
import { reasonOf } from "@/lib/crypto/reasons";
import { mustBeOf, mustFit } from "@/lib/crypto/release-fits";
import { combineChecked, type DealtShare } from "@/lib/crypto/shamir";
import { parseRelease, parseShare, type Release, type ShareStatement } from "@/lib/crypto/statements";
import { suiteOf } from "@/lib/crypto/suite";
import { unwrapShare } from "@/lib/crypto/wrap-share";
import { type Answer, type Call, type Command, incomplete } from "./command";
import { pathOf, readOwnJson } from "./files";
import { INSPECT_HELP, INSPECT_OPTIONS, inspected } from "./inspect";
import { typeOf } from "./secrets";

export const combine: Command = {
  about: {
    zh: "由受托人的份额声明或公布的私钥合成开标密钥 O，写成 secrets 声明；给了 release 就带上 B",
    en: "rebuild the opening secrets O from trustees' share statements or published keys, as a secrets statement; a release adds B",
  },
  usage: ["FILE.sbc SHARE.json… | TRUSTEE-SECRET.json… [RELEASE.json] [--out secrets.json] [--with EARLIER.sbc]"],
  options: {
    ...INSPECT_OPTIONS,
    out: { type: "string" },
    share: { type: "string", multiple: true },
    release: { type: "string" },
  },
  help: {
    ...INSPECT_HELP,
    out: { zh: "写到此文件而不是标准输出", en: "write here instead of standard output" },
    share: {
      zh: "份额或受托人密钥文件（也可直接列出）",
      en: "share or trustee-secret file (may be listed without option)",
    },
    release: { zh: "release 声明（也可直接列出）", en: "release statement (may be listed without option)" },
  },
  run: async (call) => {
    const [name, ...others] = call.files;
    const given = await statements([...others, ...call.texts("share"), ...call.texts("release")]);
    const opened = await inspected({ ...call, files: name ? [name] : [] });
    await opened.close();
    const all = [opened.inspected.container, ...opened.earlier];
    return rebuilt(call, all, given);
  },
};

type Given = {
  readonly shares: readonly ShareStatement[];
  readonly keys: readonly TrusteeSecret[];
  readonly release: Release | null;
};

async function statements(names: readonly string[]): Promise<Given> {
  const given: { shares: ShareStatement[]; keys: TrusteeSecret[]; release: Release | null } = {
    shares: [],
    keys: [],
    release: null,
  };
  for (const name of names) {
    const bytes = await readOwnJson(name);
    const type = typeOf(bytes);
    if (type === "share") given.shares.push(parseShare(bytes));
    else if (type === "trustee-secret") given.keys.push(parseTrusteeSecret(bytes));
    else if (type === "release") given.release = parseRelease(bytes);
    else
      incomplete({
        zh: `${name} 不是份额、受托人密钥或 release`,
        en: `${name} is no share, trustee-secret or release`,
      });
  }
  return given;
}

async function rebuilt(call: Call, all: readonly Container[], given: Given): Promise<Answer> {
  const [{ seal, bid }] = all as [Container];
  if (given.release) {
    const { B: values, bid: of, tender } = given.release;
    mustBeOf({ bid: of, tender, values }, bid, seal);
    mustFit({ bid: of, tender, values }, (c) => all.find(({ header }) => header.container === c)?.header);
  }
  const groups = [...new Set(seal.segments.map(({ stage }) => stage))].sort();
  const O: SecretValue[] = [];
  const missing: number[] = [];
  const lacking: number[] = [];
  for (const g of groups) {
    const { c } = seal.segments.find(({ stage }) => stage === g)!;
    const home = all.find(({ header }) => header.container === c);
    const dealt = home ? await dealtOf(home, g, given) : [];
    if (!home || dealt.length === 0) missing.push(g);
    else if (dealt.length < home.header.opening.k) lacking.push(g);
    else O.push({ c, g, v: await combined(home, g, dealt) });
  }
  const B = given.release?.B.map(({ c, g, v }) => ({ c, g, v: fromBase64url(v, 32) }));
  const bytes = secretsBytes({ O, ...(B ? { B } : {}) });
  const out = call.text("out");
  const text = new TextDecoder().decode(bytes);
  const document = { bid, secrets: text, missing_groups: [...missing, ...lacking].sort() };
  if (lacking.length > 0 || O.length === 0) {
    const which = lacking.length > 0 ? lacking : missing;
    const line = call.say({
      zh: `份额不足：第 ${which.join("、")} 组`,
      en: `too few shares: group ${which.join(", ")}`,
    });
    return { code: 1, document, lines: [line], reason: "shares" };
  }
  if (out) await writeFile(pathOf(out), bytes, { mode: 0o600 });
  // Of two envelopes the second has no shares before the technical result: that is how it should be.
  for (const g of missing) call.remark({ zh: `第 ${g} 组没有份额`, en: `no share of group ${g}` });
  return {
    code: 0,
    document,
    lines: [call.say({ zh: `已写出 ${out}`, en: `wrote ${out}` })],
    ...(out ? {} : { output: `${text}\n` }),
  };
}

/** Shares of one group, as given or unwrapped with published keys; what is not theirs is left out. */
async function dealtOf(home: Container, g: number, given: Given): Promise<DealtShare[]> {
  const { container, opening, suite, tender } = home.header;
  const dealt: DealtShare[] = [];
  for (const { shares, trustee, tender: of, g: group } of given.shares)
    for (const { c, j, v } of shares) {
      const own = opening.trustees[j - 1]?.kid === trustee && of.id === tender.id && of.lot === tender.lot;
      if (own && group === g && c === container) dealt.push({ position: j, share: fromBase64url(v, 33) });
    }
  for (const { kid, keys } of given.keys) {
    const j = opening.trustees.findIndex((one) => one.kid === kid) + 1;
    const secret = keys[g - 1];
    if (j === 0 || !secret || dealt.some(({ position }) => position === j)) continue;
    const { ct, enc } = opening.trustees[j - 1]!;
    const wrapped = {
      ct: fromBase64url(ct[g - 1]!),
      ...(enc ? { enc: fromBase64url(enc[g - 1]!, 65) } : {}),
    };
    const place = { container: fromBase64url(container, 16), group: g, position: j };
    try {
      dealt.push({ position: j, share: await unwrapShare(fromBase64url(secret, 32), wrapped, place, suite) });
    } catch (error) {
      if (reasonOf(error) === null) throw error; // an unreadable wrap is a share that does not fit
      dealt.push({ position: j, share: new Uint8Array(33) });
    }
  }
  return dealt;
}

function combined(home: Container, g: number, dealt: readonly DealtShare[]): Promise<Uint8Array> {
  const { commit, container, opening, suite } = home.header;
  const commits = {
    container: fromBase64url(container, 16),
    group: g,
    shares: commit.share[g - 1]!.map(fromHex),
    opening: fromHex(commit.opening[g - 1]!),
  };
  return combineChecked(dealt, commits, opening.k, suiteOf(suite));
}
