import { type Answer, jsonBody, type Question, type Running, serve } from "@/lib/adapters/loopback/server";
import type { DemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64 } from "@/lib/crypto/binding";
import { statementMark } from "@/lib/crypto/signer";
import { machineMs } from "@/lib/kernel/clock";
import { answerMac, MAC_HEADER, macIsRight, NONCE_HEADER, order as orderShape } from "../wire";
import { remoteDesk } from "./desk";
import { choosePage, endedPage, enrolPage, phonePage, requestPage } from "./page";
import { type Enrolment, openPhones } from "./phones";

export type RemoteConfig = {
  readonly secret: string;
  readonly folder: string;
  readonly pki: DemoPki;
  /** The sandbox's clock: certificates begin by it. */
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody moves, for the two minutes of a request. */
  readonly ticks?: () => number;
};

const html = (body: string): Answer => ({ status: 200, type: "text/html; charset=utf-8", body });
const AUTHORITIES = ["demo-a", "demo-b", "demo-c"] as const;

/**
 * Stand-in for a provider of certificates on phones: an interface for the platform, and the phones' own screens as pages.
 * It does what a provider does, keys and all; only nobody has proved who they are.
 */
export async function startDemoRemote(config: RemoteConfig, port: number): Promise<Running> {
  const phones = await openPhones(config.folder, config.pki, config.now);
  const desk = remoteDesk(config.ticks ?? machineMs);
  const running = await serve(answer, port, 1_000_000);

  async function answer(question: Question): Promise<Answer> {
    const { method, url } = question;
    const [first, id, what, requestId] = url.pathname.split("/").slice(1);
    if (url.pathname === "/health") return { status: 200, body: { ready: true } };
    if (first === "requests") return byPlatform(question, id ?? null);
    if (first === "scan" && method === "GET") return scan(url.searchParams);
    if (first !== "phones") return { status: 404 };
    if (!id) return method === "POST" ? enrol(question) : html(enrolPage(phones.all()));
    const phone = phones.find(id);
    if (!phone) return { status: 404 };
    if (!what) return html(phonePage(phone, desk.waitingFor(phone)));
    if (what !== "requests" || !requestId) return { status: 404 };
    if (method === "GET") {
      const waiting = desk.waiting(requestId);
      return html(waiting ? requestPage(waiting) : endedPage(desk.statusOf(requestId)));
    }
    const form = formOf(question);
    const choice = form.get("choice") === "approve" ? "approve" : "refuse";
    return html(endedPage(await desk.answer(requestId, phone, choice, form.get("number") ?? "")));
  }

  function byPlatform({ method, url, headers, body }: Question, id: string | null): Answer {
    const text = new TextDecoder().decode(body);
    const [mac, nonce] = [String(headers[MAC_HEADER] ?? ""), String(headers[NONCE_HEADER] ?? "")];
    if (!/^[0-9a-f]{32}$/.test(nonce) || !macIsRight(config.secret, method, `${url.pathname} ${nonce}`, text, mac))
      return { status: 403 };
    const said = (status: number, value: object): Answer => {
      const words = JSON.stringify(value);
      const sealed = { [MAC_HEADER]: answerMac(config.secret, mac, words) };
      return { status, type: "application/json", body: words, headers: sealed };
    };
    if (method === "GET") {
      const status = id ? desk.statusOf(id) : null;
      return status ? said(200, status) : { status: 404 };
    }
    const parsed = orderShape.safeParse(jsonBody(body));
    if (!parsed.success) return { status: 400 };
    const fault = desk.place(parsed.data);
    return fault ? { status: 409, body: { fault } } : said(201, { phoneUrl: `${running.url}/scan` });
  }

  /** The code and the request must say the same: a code from elsewhere could lead to another's request. */
  function scan(query: URLSearchParams): Answer {
    const waiting = desk.waiting(query.get("id") ?? "");
    if (!waiting) return html(endedPage(null));
    const mark = statementMark(decodeBase64(waiting.statement));
    if (query.get("origin") !== waiting.origin || query.get("mark") !== mark)
      return { status: 409, body: "此二维码与待确认的内容不符。This code does not belong to what is to be confirmed." };
    return html(choosePage(phones.all(), waiting.id));
  }

  async function enrol(question: Question): Promise<Answer> {
    const form = formOf(question);
    const text = (name: string) => (form.get(name) ?? "").trim();
    const authority = AUTHORITIES.find((one) => one === text("authority")) ?? "demo-b";
    const numbers = {
      ...(text("uscc") ? { uscc: text("uscc") } : {}),
      ...(text("personNumber") ? { personNumber: text("personNumber") } : {}),
    };
    if (!text("name") || Object.keys(numbers).length !== 1)
      return { status: 400, body: "需要名称，以及信用代码或证件号码之一。A name and one of the two numbers." };
    const enrolment: Enrolment = { name: text("name"), authority, ...numbers };
    return { status: 303, location: `/phones/${(await phones.enrol(enrolment)).id}` };
  }
  return running;
}

const formOf = ({ body }: Question) => new URLSearchParams(new TextDecoder().decode(body));
