import { calendarOf } from "./calendar";
import { type Play, play, type Story } from "./player";
import { STORIES } from "./stories";
import { troupe } from "./troupe";
import type { Stage } from "./world";

/**
 * Plays the tenders of the demonstration from the past to the present.
 *
 * @param present real time at the beginning; what is planned for today stands relative to it
 * @param only names of the stories to play; all where it is absent
 * @returns what did not come about
 */
export async function playAll(stage: Stage, present: Date, only?: readonly string[]): Promise<readonly string[]> {
  const people = troupe(stage);
  const playing: Play = { stage, troupe: people, calendar: calendarOf(present) };
  const stories: readonly Story[] = STORIES.flatMap((story) => story(playing)).filter(
    ({ name }) => !only || only.includes(name),
  );
  const troubles = await play(stories, playing);
  await people.leave();
  return troubles;
}
