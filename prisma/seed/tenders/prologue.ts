import { useContract } from "../acts/host";
import { AGENCY, HOSPITAL, ROADS, SCHOOLS } from "../cast";
import type { Play, Story } from "../player";

/** Contracts of use, before anybody's first project. */
export const prologue = (play: Play): Story => ({
  name: "平台使用协议",
  steps: [ROADS, HOSPITAL, SCHOOLS, AGENCY].map((party) => ({
    at: play.calendar.at(-88, 9, 0),
    what: party.name,
    run: async () => useContract(await play.troupe.of(party), play),
  })),
});
