/** Files on their way in: begun, brought piece by piece, looked at, and then there to be shown by a message. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fileLimits, isRetryable, Refusal, type Person, type Upload } from '@support-chat/protocol';
import type { ReadingTable } from '@support-chat/protocol/schemas';
import type { Clock } from '../clock.js';
import { requireWriter } from '../commands/message-post.js';
import { parseLaneName } from '@support-chat/protocol';
import type { FileQuota, FileRow } from '../store/file-rows.js';
import type { Store } from '../store/store.js';
import type { Prepare } from './prepare.js';
import type { Staging } from './staging.js';
import type { ByteStore } from './byte-store.js';

export type UploadsOptions = {
  readonly store: Store;
  readonly bytes: ByteStore;
  readonly staging: Staging;
  readonly prepare: Prepare;
  readonly clock: Clock;
  readonly maxFileBytes: number;
  readonly quota: FileQuota;
  /** Told of a file that waits for the scanner. */
  readonly onChecking: (id: string) => void;
};

/** Somebody who brings a piece of it now. */
type Writing = { readonly cut: () => void; readonly ended: Promise<unknown> };

export class Uploads {
  readonly #options: UploadsOptions;
  readonly #writing = new Map<string, Writing>();
  /** The last of those who bring pieces of an upload, or wait to. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #completing = new Map<string, Promise<FileRow>>();
  /** When somebody last brought a piece, of uploads that have not ended. */
  readonly #touchedAt = new Map<string, number>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /**
   * Begins one. The same `cid` of the same person begins none again. Throws Refusal: `not_found`, `forbidden` and
   * `room_closed` as for posting there, `file_too_large`, `quota_full`, `rate_limited` while two of theirs go on.
   */
  async begin(person: Person, input: ReadingTable['file.begin'], cid: string): Promise<Upload> {
    const { store, clock, maxFileBytes, quota } = this.#options;
    const { room, name, size, sha256 } = input;
    await this.#requireWriter(person, room);
    if (size > maxFileBytes)
      throw new Refusal('file_too_large', `expected a file of at most ${maxFileBytes} bytes, got ${size}`);
    const id = createHash('sha256')
      .update(JSON.stringify([person.id, cid]))
      .digest('hex')
      .slice(0, 32);
    const known = await store.files.get(id);
    if (!known) await this.#makeWay(person);
    const row = await store.files.begin(
      {
        ...{ id, room, person: person.id, size, createdAt: clock.now(), state: 'uploading' },
        ...{ isAttached: false, name, sha256, file: null },
      },
      quota,
    );
    if (typeof row === 'string') {
      const [whose, most] = row === 'person_full' ? ['your files', quota.person] : [`room "${room}"`, quota.room];
      throw new Refusal('quota_full', `${whose} may have ${most} bytes together, ${size} more are too many`);
    }
    if (row.sha256 !== sha256 || row.room !== room)
      throw new Refusal('cid_conflict', 'this Idempotency-Key began another upload; make a new one');
    return this.show(person, id);
  }

  /** How far it is. Throws Refusal('not_found'), and what was wrong with it when all of it was there. */
  async show(person: Person, id: string): Promise<Upload> {
    const row = await this.#require(person, id);
    if (row.file) return uploadOf(row, row.size);
    const offset = await this.#options.staging.size(id);
    return offset === row.size ? uploadOf(await this.#complete(row), row.size) : uploadOf(row, offset);
  }

  /**
   * Takes what comes, from this offset on; what came before a broken connection stays. Who comes anew cuts off whoever was at
   * it before. Throws Refusal: `changed` for another offset than that which is next, `file_too_large` past the end, and for the
   * whole of it `hash_mismatch` and `file_refused`.
   */
  async take(person: Person, id: string, offset: number, request: IncomingMessage): Promise<Upload> {
    await this.#require(person, id);
    this.#writing.get(id)?.cut();
    // Two at once would both add what follows the same byte.
    return this.#inTurn(id, () => this.#takeNow(person, id, offset, request));
  }

  async #takeNow(person: Person, id: string, offset: number, request: IncomingMessage): Promise<Upload> {
    const row = await this.#require(person, id);
    const next = row.file ? row.size : await this.#options.staging.size(id);
    if (next !== offset)
      throw new Refusal('changed', `expected what follows byte ${next} of upload ${id}, got what follows ${offset}`);
    const announced = Number(request.headers['content-length'] ?? 0);
    if (!row.file && offset + announced <= row.size) {
      await this.#write(row, offset, request);
      return this.show(person, id);
    }
    if (row.file && announced === 0) return uploadOf(row, row.size);
    return this.#tooMuch(row);
  }

  /** Gives it up. Throws Refusal('not_found'), and 'changed' when a message shows it. */
  async drop(person: Person, id: string): Promise<void> {
    const row = await this.#require(person, id);
    this.#writing.get(id)?.cut();
    await this.#writing.get(id)?.ended;
    if (!(await this.remove(row)))
      throw new Refusal('changed', `a message shows file ${id}; take that message back instead`);
  }

  /** Removes what no message shows. False when one does. */
  async remove({ id }: Pick<FileRow, 'id'>): Promise<boolean> {
    const { store, staging, bytes } = this.#options;
    // Who gave it up before may not have seen the bytes that were on their way.
    const isGone = (await store.files.giveUp(id)) || (await store.files.get(id)) === null;
    if (!isGone) return false;
    this.#touchedAt.delete(id);
    await staging.remove(id);
    await bytes.remove(id);
    await store.files.forget(id);
    return true;
  }

  /** Whether somebody brings a piece of it now, or has just done so. */
  isAlive(id: string): boolean {
    const at = this.#touchedAt.get(id);
    return this.#writing.has(id) || (at !== undefined && this.#options.clock.now() - at < fileLimits.idleMs);
  }

  async #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const ended = turn.catch(() => undefined);
    this.#turns.set(id, ended);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(id) === ended) this.#turns.delete(id);
    }
  }

  /** Ends every piece that is on its way. */
  stop(): void {
    for (const { cut } of this.#writing.values()) cut();
  }

  async #requireWriter(person: Person, name: string): Promise<void> {
    const { store, clock } = this.#options;
    const parent = parseLaneName(name)?.of;
    const [found, beside] = await Promise.all([store.room(name), parent === undefined ? null : store.room(parent)]);
    const member = found?.room.members ? await store.member(name, person.id) : null;
    requireWriter(
      {
        ...{ room: found?.room ?? null, now: clock.now(), next: (found?.head ?? 0) + 1 },
        member: (id) => (id === person.id ? (member ?? undefined) : undefined),
        beside: (other) => (other === parent ? (beside?.room ?? null) : null),
      },
      person,
      name,
    );
  }

  /** The row, if the upload is this person's. Whose it is otherwise is nobody's business. */
  async #require(person: Person, id: string): Promise<FileRow> {
    const row = await this.#options.store.files.get(id);
    if (row?.person === person.id && row.state !== 'gone') return row;
    throw new Refusal('not_found', `there is no upload ${id} of yours; begin a new one`);
  }

  /** Of as many as there can be, the one that was left alone longest makes way. */
  async #makeWay(person: Person): Promise<void> {
    const going = await this.#options.store.files.uploadsOf(person.id);
    if (going.length < fileLimits.maxUploads) return;
    const now = this.#options.clock.now();
    const left = going.find(({ id, createdAt }) => !this.isAlive(id) && now - createdAt >= fileLimits.idleMs);
    if (!left)
      throw new Refusal('rate_limited', `${going.length} uploads of yours go on; wait for one of them`, {
        retryAfterMs: 1_000,
      });
    await this.remove(left);
  }

  async #write(row: FileRow, offset: number, request: IncomingMessage): Promise<void> {
    const { staging, clock } = this.#options;
    const { id } = row;
    let isIdle = false;
    const giveUp = (): void => {
      isIdle = true;
      request.destroy();
    };
    let cancel = clock.after(fileLimits.idleMs, giveUp);
    let there = offset;
    // The types of Node leave open what a chunk is; without an encoding it is a Buffer.
    const writing = staging.append(id, request as AsyncIterable<Buffer>, (bytes) => {
      there += bytes;
      if (there > row.size) throw new TooMuch();
      this.#touchedAt.set(id, clock.now());
      cancel();
      cancel = clock.after(fileLimits.idleMs, giveUp);
    });
    const ended = writing.catch(() => undefined);
    this.#writing.set(id, { cut: () => request.destroy(), ended });
    try {
      await writing;
    } catch (error) {
      if (error instanceof TooMuch) return await this.#tooMuch(row);
      if (isFull(error)) throw new Refusal('storage_full', 'there is no space left for files', { retryAfterMs: 5_000 });
      if (!request.destroyed) throw error;
      // Nobody hears it.
      throw new Refusal('unavailable', isIdle ? 'nothing came for too long' : 'the connection broke', { cause: error });
    } finally {
      cancel();
      this.#writing.delete(id);
    }
  }

  async #tooMuch(row: FileRow): Promise<never> {
    await this.remove(row);
    throw new Refusal('file_too_large', `expected ${row.size} bytes, as they were announced; more came`);
  }

  /** All of it is there: looks at it, and puts it where files are. Once, whoever asks. */
  #complete(row: FileRow): Promise<FileRow> {
    let completing = this.#completing.get(row.id);
    if (!completing) {
      completing = this.#keep(row).finally(() => this.#completing.delete(row.id));
      this.#completing.set(row.id, completing);
    }
    return completing;
  }

  async #keep(row: FileRow): Promise<FileRow> {
    const { store, staging, bytes, prepare, onChecking } = this.#options;
    const { id } = row;
    try {
      const found = await staging.hash(id);
      if (found !== row.sha256)
        throw new Refusal(
          'hash_mismatch',
          `expected bytes with the SHA-256 ${row.sha256}, got ${found}; send them again`,
        );
      const { file, path, thumbnail } = await prepare(row);
      if (thumbnail) await bytes.put(id, 'thumbnail', thumbnail);
      await bytes.put(id, 'file', path);
      // From here on a message can show it: its bytes are durable.
      if (!(await store.files.finish(id, file))) {
        const now = await store.files.get(id);
        // Another node with the same directory was faster.
        if (now?.file && now.state !== 'gone') return now;
        throw new Refusal('not_found', `upload ${id} was given up`);
      }
      this.#touchedAt.delete(id);
      await staging.remove(id);
      if (file.state === 'checking') onChecking(id);
      return { ...row, size: file.size, state: file.state, file };
    } catch (error) {
      // What may go better in a moment is there still: who comes back finds it.
      if (error instanceof Refusal && !isRetryable(error.code)) await this.remove(row);
      throw error;
    }
  }
}

class TooMuch extends Error {}

function uploadOf({ id, size, file }: FileRow, offset: number): Upload {
  return { id, offset, size, ...(file && { file }) };
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
