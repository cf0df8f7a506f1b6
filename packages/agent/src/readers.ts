/** Who of the colleagues has a question open. Pure. */
import type { Look } from '@support-chat/protocol';
import { safeName } from '@support-chat/widget/parts';

/** Their names, as they are shown. */
export function readersOf(looks: readonly Look[], room: string, question: number): string[] {
  return looks.filter((look) => look.room === room && look.question === question).map(({ by }) => safeName(by.name));
}
