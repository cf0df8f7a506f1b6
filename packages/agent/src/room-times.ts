import type { RoomDoc } from '@support-chat/protocol';
import { momentIn } from './local-time.js';
import type { DeskStrings } from './strings.js';

/** When the room opens and closes, and how many waves it has, each as a line; none while nobody said. */
export function timesOf({ state, opensAt, closesAt, waves = [] }: RoomDoc, strings: DeskStrings): string[] {
  const when = (at: number): string => momentIn(strings.locale, at);
  return [
    ...(state === 'planned' ? [strings.opensOn(opensAt == null ? null : when(opensAt))] : []),
    ...(closesAt == null ? [] : [strings.closesOn(when(closesAt))]),
    ...(waves.length === 0 ? [] : [strings.waves(waves.length)]),
  ];
}
