/** What the page around the client tells it. Node and workers have none. */
export type Page = {
  /** The network or the person came back: `online`, the window got the focus, the page became visible, or it was restored from the cache. */
  onWake(run: () => void): () => void;
  /** The page may be gone after this: flush what is not stored. */
  onHide(run: () => void): () => void;
  /** Asks the person before the page is left, until the returned function is called. */
  warnBeforeLeaving(): () => void;
};

/** The page of a browser; null where there is none. */
export function browserPage(): Page | null {
  if (typeof window === 'undefined' || typeof document === 'undefined') return null;
  return {
    onWake: (run) => {
      const runWhenVisible = (): void => {
        if (document.visibilityState === 'visible') run();
      };
      const runWhenRestored = (event: Event): void => {
        if ((event as PageTransitionEvent).persisted) run(); // `pageshow` is one.
      };
      return listen([
        [window, 'online', run],
        [window, 'focus', run],
        [window, 'pageshow', runWhenRestored],
        [document, 'visibilitychange', runWhenVisible],
      ]);
    },
    onHide: (run) => {
      // Phones kill hidden pages without `pagehide`, so being hidden counts too.
      const runWhenHidden = (): void => {
        if (document.visibilityState === 'hidden') run();
      };
      return listen([
        [window, 'pagehide', run],
        [document, 'visibilitychange', runWhenHidden],
      ]);
    },
    warnBeforeLeaving: () => listen([[window, 'beforeunload', (event) => event.preventDefault()]]),
  };
}

function listen(listeners: readonly [EventTarget, string, (event: Event) => void][]): () => void {
  for (const [target, name, run] of listeners) target.addEventListener(name, run);
  return () => {
    for (const [target, name, run] of listeners) target.removeEventListener(name, run);
  };
}
