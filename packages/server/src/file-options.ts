/** The rows of the table of settings that are about files. */
import type { Setting } from './options.js';

export const fileSettings = {
  fileTypes: {
    type: 'list',
    default: [
      ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'video/*', 'audio/*', 'application/pdf', 'text/plain'],
      ...['application/zip', 'application/gzip', 'application/x-7z-compressed', 'application/vnd.*'],
      ...['application/rtf', 'application/x-cfb'],
    ],
    flag: 'file-types',
    env: 'SUPPORT_CHAT_FILE_TYPES',
    help: 'Media types of files that people may attach, by what is in them; a `*` at the end stands for the rest, `none` alone for no files.',
  },
  maxFileBytes: {
    type: 'integer',
    default: 52_428_800,
    min: 1,
    max: 4_294_967_296,
    unit: 'bytes',
    flag: 'max-file-bytes',
    env: 'SUPPORT_CHAT_MAX_FILE_BYTES',
    help: 'How large one file may be.',
  },
  maxPersonFileBytes: {
    type: 'integer',
    default: 2_147_483_648,
    min: 1,
    unit: 'bytes',
    flag: 'max-person-file-bytes',
    env: 'SUPPORT_CHAT_MAX_PERSON_FILE_BYTES',
    help: 'All files of one person together.',
  },
  maxRoomFileBytes: {
    type: 'integer',
    default: 21_474_836_480,
    min: 1,
    unit: 'bytes',
    flag: 'max-room-file-bytes',
    env: 'SUPPORT_CHAT_MAX_ROOM_FILE_BYTES',
    help: 'All files of one room together.',
  },
  clamd: {
    type: 'text',
    default: '',
    flag: 'clamd',
    env: 'SUPPORT_CHAT_CLAMD',
    help: 'Where a ClamAV daemon listens, `host:port` or the path of its socket. Files can be had when it found nothing in them.',
  },
  s3Url: {
    type: 'text',
    default: '',
    flag: 's3-url',
    env: 'SUPPORT_CHAT_S3_URL',
    help: 'Address of a bucket that speaks S3, `https://host/bucket` or with a prefix behind it, in place of files/ in dataDir.',
  },
  s3Region: {
    type: 'text',
    default: 'us-east-1',
    flag: 's3-region',
    env: 'SUPPORT_CHAT_S3_REGION',
    help: 'Region of the bucket.',
  },
  s3AccessKeyId: {
    type: 'text',
    default: '',
    flag: 's3-access-key-id',
    env: 'SUPPORT_CHAT_S3_ACCESS_KEY_ID',
    help: 'Who the server is to the bucket.',
  },
  s3SecretAccessKey: {
    type: 'secret',
    default: '',
    flag: null,
    env: 'SUPPORT_CHAT_S3_SECRET_ACCESS_KEY',
    help: 'With what it signs there.',
  },
} as const satisfies Record<string, Setting>;

type Given = {
  readonly fileTypes: readonly string[];
  readonly clamd: string;
  readonly s3Url: string;
  readonly s3AccessKeyId: string;
  readonly s3SecretAccessKey: string;
};

/** What is wrong with the settings about files, and what to do; null when nothing is. */
export function checkFiles({ fileTypes, clamd, s3Url, s3AccessKeyId, s3SecretAccessKey }: Given): string | null {
  const odd = fileTypes.find((type) => !/^(?:none|\*|[\w.+-]+\/(?:[\w.+-]*\*?))$/.test(type));
  if (odd !== undefined) return `fileTypes: expected media types like image/png or video/*, got "${odd}"`;
  if (clamd !== '' && !clamd.startsWith('/') && !/^[^\s:]+:\d{1,5}$/.test(clamd))
    return `clamd: expected host:port or the absolute path of a socket, got "${clamd}"`;
  if (s3Url === '') return null;
  if (!URL.canParse(s3Url) || !/^https?:\/\/[^/]+\/[^/?#]+[^?#]*$/.test(s3Url))
    return 's3Url: expected an address like https://s3.example/bucket';
  return s3AccessKeyId === '' || s3SecretAccessKey === ''
    ? `s3Url needs ${fileSettings.s3AccessKeyId.env} and ${fileSettings.s3SecretAccessKey.env}`
    : null;
}
