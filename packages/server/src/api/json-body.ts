/** Reads the JSON of a request, as much of it as may be. */
import type { IncomingMessage } from 'node:http';
import { limits, Refusal } from '@support-chat/protocol';

/** The object in the body; empty without a body. Throws Refusal('bad_request' | 'too_long'). */
export async function readJsonObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The types of Node leave open what a chunk is; without an encoding it is a Buffer.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.maxFrameBytes)
      throw new Refusal('too_long', `expected a body of at most ${limits.maxFrameBytes} bytes`);
    chunks.push(chunk);
  }
  if (size === 0) return {};
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal('bad_request', 'expected a body of type application/json');
  const value = parsed(Buffer.concat(chunks));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('bad_request', 'expected a JSON object as the body');
  return value as Record<string, unknown>; // An object has keys of type string.
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal('bad_request', 'expected a body of JSON in UTF-8');
  }
}
