/** Answers for files as a room server gives them, for tests in a browser. */
import type { AttachedFile } from '@support-chat/protocol';

export type Answered = {
  /** Uploads by name, each with what was sent of it. */
  readonly uploads: Map<string, { readonly id: string; blob: Blob }>;
  /** Paths that were asked for, with the method. */
  readonly asked: string[];
  /** Lets uploads that wait end. */
  release(): void;
};

type Options = {
  /** A code for each name that is refused. */
  readonly refuse?: Readonly<Record<string, string>>;
  /** Pieces wait until they are released. */
  readonly waits?: boolean;
  /** What `file` and `thumbnail` answer, by id. */
  readonly files?: Readonly<Record<string, Blob>>;
};

/** Runs `act` while requests for files are answered. */
export async function withFiles(options: Options, act: (answered: Answered) => Promise<void>): Promise<void> {
  const own = window.fetch;
  const uploads = new Map<string, { id: string; blob: Blob }>();
  const asked: string[] = [];
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const json = (status: number, value: unknown): Response => Response.json(value, { status });
  window.fetch = async (input, { method = 'GET', body, signal } = {}) => {
    // All that is asked here is asked by address.
    const { pathname } = new URL(input as string, location.href);
    if (!pathname.startsWith('/api/')) return own(input);
    asked.push(`${method} ${pathname}`);
    if (method === 'POST' && pathname.endsWith('/files')) {
      const { name, size } = JSON.parse(body as string) as { name: string; size: number };
      const code = options.refuse?.[name];
      if (code) return json(400, { refusal: { code, message: 'refused' } });
      const id = `id${uploads.size + 1}`;
      uploads.set(name, { id, blob: new Blob() });
      return json(201, { id, offset: 0, size });
    }
    const [, id] = /^\/api\/uploads\/(.+)$/.exec(pathname) ?? [];
    if (method === 'PATCH') {
      if (options.waits)
        await new Promise<void>((resolve, reject) => {
          void released.then(resolve);
          signal?.addEventListener('abort', () => reject(new DOMException('ended', 'AbortError')));
        });
      const [name, upload] = [...uploads].find(([, one]) => one.id === id) ?? [];
      if (!upload || !name) return json(404, { refusal: { code: 'not_found', message: 'no such upload' } });
      upload.blob = body as Blob;
      const { size, type } = upload.blob;
      return json(200, { id, offset: size, size, file: attached({ id: upload.id, name, size, type }) });
    }
    const [, wanted, what] = /^\/api\/files\/([^/]+)(?:\/(thumbnail|link))?$/.exec(pathname) ?? [];
    if (what === 'link') return json(200, { url: `/api/files/${wanted}/content` });
    const blob = options.files?.[wanted ?? ''];
    return blob ? new Response(blob) : json(404, { refusal: { code: 'not_found', message: 'no such file' } });
  };
  try {
    await act({ uploads, asked, release: () => release() });
  } finally {
    window.fetch = own;
  }
}

export function attached(rest: Partial<AttachedFile>): AttachedFile {
  return {
    id: 'f1',
    name: 'error.png',
    type: 'image/png',
    size: 12_345,
    kind: 'image',
    width: 560,
    height: 320,
    hasThumbnail: true,
    state: 'ready',
    ...rest,
  };
}

/** Gives whoever asks the room, and a client that asks the page's own origin. Returns what puts another room there. */
export function haveRoom(element: EventTarget, first = 'rollout'): (name: string) => void {
  let name = first;
  element.addEventListener('support-chat-room-wanted', (event) =>
    Object.assign((event as CustomEvent<object>).detail, {
      room: { view: { name } },
      client: { access: { url: location.origin, getToken: () => 'token' } },
    }),
  );
  return (other) => {
    name = other;
  };
}

/** A picture of one colour. */
export async function picture(colour: string, width = 56, height = 32, type = 'image/png'): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type });
}

/** Waits for what takes time of its own: requests, decoding. Throws when it does not come about. */
export async function until<T>(find: () => T | null | undefined | false, what: string): Promise<T> {
  for (let frames = 0; frames < 300; frames += 1) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  throw new Error(`expected ${what}`);
}
