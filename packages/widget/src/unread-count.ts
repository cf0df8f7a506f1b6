/** The badge before anything is open: one small request now and then, no socket. */
const everyMs = 60_000;

type Source = {
  readonly server: string;
  readonly room: string;
  getToken(): Promise<string>;
};

/** Asks for the server's count at once, each minute and whenever the page comes into view. Returns its end. */
export function watchUnread(source: Source, tell: (count: number) => void): () => void {
  let isEnded = false;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    try {
      const response = await fetch(`${source.server}/api/rooms/${encodeURIComponent(source.room)}/unread`, {
        headers: { authorization: `Bearer ${await source.getToken()}` },
        credentials: 'omit',
        cache: 'no-store',
      });
      const answer: unknown = response.ok ? await response.json() : null;
      if (isEnded || !answer || typeof answer !== 'object' || !('unread' in answer)) return;
      tell(Number(answer.unread) || 0);
    } catch {
      // No badge is the visible state of no answer; the next minute asks again.
    }
  };
  const askNow = (): void => void ask();
  const timer = setInterval(askNow, everyMs);
  document.addEventListener('visibilitychange', askNow);
  askNow();
  return () => {
    isEnded = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', askNow);
  };
}
