/** Whether somebody is at this device. */
import type { Clock } from '@support-chat/client';

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** How often a touch is told at most. */
const tellEveryMs = 60_000;
/** How long a page may be hidden until the device counts as left; switching tabs is not leaving. */
const hiddenMs = 60_000;
/** Whoever touches nothing for so long has left, as the server counts. */
const idleMs = 300_000;

export type Activity = {
  /** The connection is up again: the server takes the device for touched, which it may not be. */
  connected(): void;
  stop(): void;
};

/** Watches the page and tells what changes. `tell` may fail: the next touch tells again. */
export function watchActivity(options: { readonly clock: Clock; readonly tell: (isIdle: boolean) => void }): Activity {
  const { clock, tell } = options;
  const stop = new AbortController();
  let [touchedAt, toldAt, isIdle] = [clock.now(), clock.now(), false];
  let cancelLeaving = (): void => undefined;

  const touch = (): void => {
    touchedAt = clock.now();
    if (!isIdle && touchedAt - toldAt < tellEveryMs) return;
    [toldAt, isIdle] = [touchedAt, false];
    tell(false);
  };
  const leave = (): void => {
    isIdle = true;
    tell(true);
  };
  const look = (): void => {
    cancelLeaving();
    if (document.visibilityState === 'hidden') cancelLeaving = clock.after(hiddenMs, leave);
    else touch();
  };
  for (const name of touches) window.addEventListener(name, touch, { signal: stop.signal, passive: true });
  document.addEventListener('visibilitychange', look, { signal: stop.signal });
  return {
    connected: () => {
      toldAt = clock.now();
      if (isIdle || toldAt - touchedAt >= idleMs) leave();
    },
    stop: () => {
      cancelLeaving();
      stop.abort();
    },
  };
}
