import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** Others go before it. */
export function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the system has no such thing; it is only slower for others.
  }
}
