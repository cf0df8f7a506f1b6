/** Files over HTTP: brought piece by piece, as "Resumable Uploads for HTTP" of the IETF has it, and fetched. */
import { Refusal } from '@support-chat/protocol';
import { inputJsonSchema, parseReading } from '@support-chat/protocol/schemas';
import { requireFile } from '../files/access.js';
import type { Files } from '../files/files.js';
import { sendFile } from '../files/send-file.js';
import type { FilePart } from '../files/byte-store.js';
import type { Store } from '../store/store.js';
import type { ApiRoute, Exchange } from './route.js';

const upload = '/api/uploads/{upload}';
const file = '/api/files/{file}';
const anyType = { contentTypes: ['application/octet-stream'] } as const;

export function fileRoutes(store: Store, files: Files): readonly ApiRoute[] {
  const showing: Omit<ApiRoute, 'path' | 'summary' | 'run'> = {
    ...{ method: 'GET', tag: 'files', cost: 1, input: inputJsonSchema('file.show'), answer: anyType },
    ...{ isCommand: false, takesTicket: true },
  };
  const show =
    (part: FilePart): ApiRoute['run'] =>
    async (person, input, _cid, exchange) => {
      const shown = await requireFile(store, person, parseReading('file.show', input).file);
      await sendFile(exchange, files.bytes, shown, part);
      return null;
    };
  return [
    {
      ...{ method: 'POST', path: '/api/rooms/{room}/files', tag: 'files', summary: 'Begin to bring a file', cost: 8 },
      ...{ input: inputJsonSchema('file.begin'), answer: 'Upload', isCommand: true },
      run: (person, input, cid) => files.uploads.begin(person, parseReading('file.begin', input), cid),
    },
    {
      ...{ method: 'GET', path: upload, tag: 'files', summary: 'How far an upload is', cost: 1 },
      ...{ input: inputJsonSchema('upload.show'), answer: 'Upload', isCommand: false },
      run: async (person, input, _cid, { response }) => {
        const found = await files.uploads.show(person, parseReading('upload.show', input).upload);
        response.setHeader('Upload-Offset', found.offset);
        response.setHeader('Upload-Length', found.size);
        return found;
      },
    },
    {
      ...{ method: 'PATCH', path: upload, tag: 'files', summary: 'Bring the bytes that follow', cost: 1 },
      ...{ input: inputJsonSchema('upload.show'), answer: 'Upload', isCommand: false, takesBytes: true },
      run: async (person, input, _cid, exchange) => {
        const { upload: id } = parseReading('upload.show', input);
        const found = await files.uploads.take(person, id, offsetOf(exchange), exchange.request);
        exchange.response.setHeader('Upload-Offset', found.offset);
        return found;
      },
    },
    {
      ...{ method: 'DELETE', path: upload, tag: 'files', summary: 'Give an upload up', cost: 1 },
      ...{ input: inputJsonSchema('upload.show'), answer: 'Nothing', isCommand: false },
      run: async (person, input) => {
        await files.uploads.drop(person, parseReading('upload.show', input).upload);
        return {};
      },
    },
    { ...showing, path: file, summary: 'What is in a file, or a range of it', run: show('file') },
    { ...showing, path: `${file}/thumbnail`, summary: 'The small picture of a file', run: show('thumbnail') },
    {
      // The token is in no address: addresses are written down in many places.
      ...{ method: 'POST', path: `${file}/link`, tag: 'files', summary: 'An address that lasts a minute', cost: 2 },
      ...{ input: inputJsonSchema('file.link'), answer: 'FileLink', isCommand: false },
      run: async (person, input) => {
        const { id } = await requireFile(store, person, parseReading('file.link', input).file);
        const { ticket, expiresAt } = await files.tickets.make(person, id);
        return { url: `/api/files/${id}?ticket=${ticket}`, expiresAt };
      },
    },
  ];
}

function offsetOf({ request }: Exchange): number {
  const { 'upload-offset': offset, 'content-type': type = '' } = request.headers;
  if (!/^application\/(?:partial-upload|offset\+octet-stream)$/i.test(type))
    throw new Refusal('bad_request', `expected bytes of type application/partial-upload, got "${type}"`);
  if (typeof offset === 'string' && /^\d{1,15}$/.test(offset)) return Number(offset);
  throw new Refusal('bad_request', 'expected Upload-Offset: the number of bytes that are there already');
}
