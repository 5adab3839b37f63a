import type { Play, Story } from "./player";
import { analysers } from "./tenders/analysers";
import { bridge } from "./tenders/bridge";
import { campus } from "./tenders/campus";
import { classroom } from "./tenders/classroom";
import { design } from "./tenders/design";
import { drainage } from "./tenders/drainage";
import { greening } from "./tenders/greening";
import { imaging } from "./tenders/imaging";
import { canteen, entries, lane } from "./tenders/in-work";
import { library } from "./tenders/library";
import { prologue } from "./tenders/prologue";
import { riverside } from "./tenders/riverside";
import { school } from "./tenders/school";
import { signals } from "./tenders/signals";
import { training } from "./tenders/training";
import { waste } from "./tenders/waste";

/** Every tender of the demonstration, told from its beginning. */
export const STORIES: readonly ((play: Play) => Story | readonly Story[])[] = [
  prologue,
  riverside,
  imaging,
  waste,
  library,
  analysers,
  campus,
  drainage,
  signals,
  school,
  bridge,
  design,
  classroom,
  canteen,
  lane,
  greening,
  entries,
  training,
];
