/** Where the person's token comes from: the page's own function, or a URL of the page's own backend. */
export type GetToken = () => Promise<string> | string;

/** Asks `url` for `{"token": "…"}` with the page's own cookies. Throws an Error that says what came instead. */
export async function fetchToken(url: string): Promise<string> {
  const response = await fetch(url, {
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`token-url answered ${response.status}; expected 200 and {"token": "…"}`);
  const answer: unknown = await response.json();
  const token = answer && typeof answer === 'object' && 'token' in answer ? answer.token : null;
  if (typeof token !== 'string') throw new Error('token-url answered without a token; expected {"token": "…"}');
  return token;
}
