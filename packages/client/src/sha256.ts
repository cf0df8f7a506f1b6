/** SHA-256 (FIPS 180-4) of a file, as 64 hexadecimal digits. */

const sliceBytes = 1_048_576;

/** By the browser where it does that; pages without https get it from here, a slice at a time. */
export async function sha256Of(file: Blob, signal?: AbortSignal): Promise<string> {
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  if (subtle) return hex(new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer())));
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += sliceBytes) {
    signal?.throwIfAborted();
    hash.add(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()));
  }
  return hash.end();
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants = fractions(64, 1 / 3);

/** Slices are whole blocks, but for the last one. */
export class Sha256 {
  readonly #state = fractions(8, 1 / 2);
  readonly #words = new Uint32Array(64);
  #rest = new Uint8Array(0);
  #bytes = 0;

  add(slice: Uint8Array): void {
    this.#bytes += slice.length;
    const all = this.#rest.length > 0 ? joined(this.#rest, slice) : slice;
    const whole = all.length - (all.length % 64);
    const view = new DataView(all.buffer, all.byteOffset);
    for (let at = 0; at < whole; at += 64) this.#block(view, at);
    this.#rest = all.slice(whole);
  }

  end(): string {
    const padded = new Uint8Array(this.#rest.length < 56 ? 64 : 128);
    padded.set(this.#rest);
    padded[this.#rest.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(this.#bytes / 2 ** 29));
    view.setUint32(padded.length - 4, this.#bytes * 8);
    for (let at = 0; at < padded.length; at += 64) this.#block(view, at);
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  #block(view: DataView, at: number): void {
    const words = this.#words;
    for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const [x, y] = [word(words, i - 15), word(words, i - 2)];
      const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      words[i] = word(words, i - 16) + s0 + word(words, i - 7) + s1;
    }
    const state = this.#state;
    let [a, b, c, d] = [word(state, 0), word(state, 1), word(state, 2), word(state, 3)];
    let [e, f, g, h] = [word(state, 4), word(state, 5), word(state, 6), word(state, 7)];
    for (let i = 0; i < 64; i += 1) {
      const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const first = (h + s1 + ((e & f) ^ (~e & g)) + word(constants, i) + word(words, i)) | 0;
      const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = word(state, i) + value;
  }
}

function word(words: Uint32Array, at: number): number {
  return words[at] ?? 0;
}

function turned(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** 32 bits behind the point of a root of each of the first primes. */
function fractions(count: number, power: number): Uint32Array {
  const found = new Uint32Array(count);
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.some((prime) => number % prime === 0)) continue;
    found[primes.length] = (number ** power % 1) * 2 ** 32;
    primes.push(number);
  }
  return found;
}
