import { limits, Refusal, textBytes, type PostedBody } from '@support-chat/protocol';

/** The body of a text message, blank only beside files. Throws Refusal('bad_request' | 'too_long') as the server would. */
export function textBody(text: string, files?: readonly string[]): PostedBody {
  if (!files && text.trim() === '') throw new Refusal('bad_request', 'expected text, got none');
  if (text.includes('\0') || !isWellFormed(text)) {
    throw new Refusal('bad_request', 'expected Unicode without NUL');
  }
  const bytes = textBytes(text);
  if (bytes > limits.maxTextBytes) {
    throw new Refusal('too_long', `expected ${limits.maxTextBytes} bytes at most, got ${bytes}`);
  }
  return { kind: 'text', text };
}

/** `String.prototype.isWellFormed`, which browsers before 2023 lack. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
