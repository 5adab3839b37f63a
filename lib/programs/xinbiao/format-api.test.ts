import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { beginBid } from "@/lib/usecases/bid/begin-bid";
import type { PartAnswer } from "@/lib/usecases/bid/put-part";
import type { UploadState } from "@/lib/usecases/bid/open-upload";
import type { Settled } from "@/lib/usecases/bid/settle-arrival";
import type { SealingMaterial } from "@/lib/usecases/bid/view-material";
import type { ReleaseMaterial } from "@/lib/usecases/opening/prepare-release";
import type { ResubmissionMaterial } from "@/lib/usecases/opening/prepare-resubmission";
import type { API_SHAPES } from "./format-api";
import { DOORS } from "./format-doors";
import { formatDocument } from "./format";

/** What a shape reads, as our use cases write it. */
type Deep<T> = T extends readonly (infer E)[]
  ? readonly Deep<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;
type Read<K extends keyof typeof API_SHAPES> = Deep<z.output<(typeof API_SHAPES)[K]>>;

describe("bodies of the doors", () => {
  it("are what the use cases behind them answer", () => {
    expectTypeOf<UploadState>().toExtend<Read<"api-upload">>();
    expectTypeOf<PartAnswer>().toExtend<Read<"api-part">>();
    expectTypeOf<Awaited<ReturnType<typeof beginBid>>>().toExtend<Read<"api-bid">>();
    expectTypeOf<SealingMaterial>().toExtend<Read<"api-material">>();
    expectTypeOf<ReleaseMaterial>().toExtend<Read<"api-release-material">>();
    expectTypeOf<ResubmissionMaterial>().toExtend<Read<"api-resubmission-material">>();
    expectTypeOf<Extract<Settled, { accepted: true }>>().toExtend<Read<"api-accepted">>();
  });

  it("every schema a door names is published", () => {
    const names = DOORS.flatMap((door) => ("schemas" in door ? [...door.schemas] : []));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(Object.keys(formatDocument())).toContain(`schemas/${name}.json`);
  });
});
