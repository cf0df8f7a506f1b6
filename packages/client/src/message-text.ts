import { limits, Refusal, textBytes, type PostedBody } from '@support-chat/protocol';

/** The body of a text message. Throws Refusal('bad_request' | 'too_long') as the server would. */
export function textBody(text: string): PostedBody {
  if (text.trim() === '') throw new Refusal('bad_request', 'the text is blank; post at least one character');
  if (text.includes('\0') || !isWellFormed(text)) {
    throw new Refusal('bad_request', 'expected well-formed Unicode without NUL; remove broken characters');
  }
  const bytes = textBytes(text);
  if (bytes > limits.maxTextBytes) {
    throw new Refusal(
      'too_long',
      `the text has ${bytes} bytes of UTF-8, ${limits.maxTextBytes} are allowed; shorten it`,
    );
  }
  return { kind: 'text', text };
}

/** `String.prototype.isWellFormed`, which browsers before 2023 lack. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
