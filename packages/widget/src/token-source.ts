/** Where the person's token comes from: the page's own function, or a URL of the page's own backend. */
export type GetToken = () => Promise<string> | string;

/** Asks `url` for `{"token": "…"}` with the page's own cookies. Throws an Error that says what came instead. */
export async function fetchToken(url: string): Promise<string> {
  const response = await fetch(url, {
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) {
    const message = `token-url answered ${response.status}; expected 200 and {"token": "…"}`;
    // As fetch throws when it reaches nobody: a host in trouble says nothing about the sign-in.
    throw response.status >= 500 || response.status === 429 ? new TypeError(message) : new Error(message);
  }
  const answer: unknown = await response.json();
  const token = answer && typeof answer === 'object' && 'token' in answer ? answer.token : null;
  if (typeof token !== 'string') throw new Error('token-url answered without a token; expected {"token": "…"}');
  return token;
}
