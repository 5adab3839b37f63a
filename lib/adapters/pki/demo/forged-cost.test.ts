import { describe, expect, it } from "vitest";
import { parseCertificate } from "@/lib/crypto/certificate";
import { bits, integer, sequence, tagged, taggedPrimitive, time } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import { AT, company, DAY, judge, keys, leafName, made, root, SUB } from "@/lib/testing/forged-certificate";
import { algorithmOf, authorityConstraints, extension, keyUsage } from "./build-certificate";
import { newKey } from "./keys";

describe("protocol §3.4: what one question may cost", () => {
  const cpu = async (work: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  it("no instant, or a period of trust that is none: nobody gets in", async () => {
    const never = new Date("never");
    expect(await judge(company(), { at: never })).toMatch(/^PATH_MALFORMED/);
    expect(await judge(company(), { asOf: never })).toMatch(/^PATH_MALFORMED/);
    expect(await judge(company(), { anchors: [{ der: root, until: never }] })).toMatch(/^PATH_ANCHOR_PERIOD/);
    expect(await judge(company(), { anchors: [{ der: root, from: never }] })).toMatch(/^PATH_ANCHOR_PERIOD/);
  });

  it("a bag of namesakes that all could have signed each other", async () => {
    const others = await Promise.all(Array.from({ length: 12 }, () => newKey("ec")));
    const bag = others.flatMap((of) =>
      others.map((by) =>
        made({ subject: SUB, issuer: SUB, of, by }, [authorityConstraints(null), keyUsage("keyCertSign")]),
      ),
    );
    const leaf = made({ subject: leafName, issuer: SUB, of: keys.leaf, by: others[0]! }, [
      keyUsage("digitalSignature"),
    ]);
    let said = "";
    const ms = await cpu(async () => {
      said = await judge(leaf, { intermediates: bag });
    });
    expect(said).toMatch(/^PATH_(BUDGET|TOO_DEEP|SIGNATURE|NO_ISSUER)/);
    expect(ms).toBeLessThan(2_000);
  });

  it("lists with a hundred thousand points of distribution, and as many entries", async () => {
    const uri = (i: number) => taggedPrimitive(6, new TextEncoder().encode(`http://a/${i}`));
    const points = Array.from({ length: 2_500 }, (_, i) => sequence(tagged(0, tagged(0, uri(-i - 1)))));
    const leaf = company({ more: [extension(OID.crlDistributionPoints, false, sequence(...points))] });
    expect(parseCertificate(leaf).distributionPoints).toHaveLength(2_500);
    const names = Array.from({ length: 100_000 }, (_, i) => uri(i));
    const wide = sequence(tagged(0, tagged(0, new Uint8Array(Buffer.concat(names)))));
    const entries = Array.from({ length: 100_000 }, (_, i) => sequence(integer(i + 100), time(AT)));
    const body = sequence(
      integer(1),
      algorithmOf("ec"),
      SUB,
      time(new Date(AT.getTime() - DAY)),
      time(new Date(AT.getTime() + DAY)),
      sequence(new Uint8Array(Buffer.concat(entries))),
      tagged(
        0,
        sequence(extension(OID.crlNumber, false, integer(1)), extension(OID.issuingDistributionPoint, true, wide)),
      ),
    );
    const crl = sequence(body, algorithmOf("ec"), bits(keys.sub.sign(body)));
    const ms = await cpu(() => judge(leaf, { crls: [crl] }));
    expect(ms).toBeLessThan(2_000);
  });
});
