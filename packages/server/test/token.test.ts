/** T03, T04: who a token speaks for, and every way to forge one. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, type JWK } from 'jose';
import { Refusal } from '@support-chat/protocol';
import { cast } from '@support-chat/protocol/samples';
import { mintToken } from '@support-chat/server';
import { hasRepeatedKey } from '../dist/auth/repeated-key.js';
import { createTokenVerifier, type VerifyToken } from '../dist/auth/token.js';

const secret = 'a secret of at least thirty-two bytes!';
const now = 1_750_000_000_000;
const seconds = now / 1_000;
const good = { sub: 'ana', name: 'Ana Silva', role: 'employee', aud: 'support-chat', exp: seconds + 600 };
const settings = { jwtSecret: secret, jwksUrl: '', jwtAudience: 'support-chat', jwtIssuer: '' };
const hostileHeaders = { jku: 'https://evil.example/keys', x5u: 'https://evil.example/x', x5c: ['AAAA'] };

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

let keysUrl = '';
let keyRequests = 0;
const keyServer = createServer((_request, response) => {
  keyRequests += 1;
  const keys = Promise.all(
    Object.entries({ rsa, ec, ed }).map(async ([kid, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid })),
  );
  void keys.then((all: JWK[]) => response.end(JSON.stringify({ keys: all })));
});
before(async () => {
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  keysUrl = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/keys`;
});
after(() => keyServer.close());

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
/** Any header and any claims, signed with the real secret. */
function signed(header: unknown, claims: unknown, key: string | Buffer = secret): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
const hs = (claims: object, header: object = {}): string => signed({ alg: 'HS256', ...header }, { ...good, ...claims });
const signedBy = (key: KeyObject, alg: string, kid: string): Promise<string> =>
  new SignJWT(good).setProtectedHeader({ alg, kid }).sign(key);

async function codeFor(verify: VerifyToken, token: unknown): Promise<string> {
  try {
    return (await verify(token)).person.id;
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    assert.ok(!JSON.stringify(error).includes('at '), 'no stack');
    return error.code;
  }
}

test('T03 no token speaks for what happens by itself', async () => {
  const verify = createTokenVerifier(settings, () => now);
  assert.equal(await codeFor(verify, hs({ sub: 'support-chat' })), 'token_invalid');
  assert.equal(await codeFor(verify, hs({ sub: 'support-chat-2' })), 'support-chat-2');
});

test('a good token says who, as what and until when', async () => {
  const verify = createTokenVerifier(settings, () => now);
  assert.deepEqual(await verify(hs({})), { person: cast.ana, reading: null, issuedAt: 0, expiresAt: good.exp * 1_000 });
  const bare = hs({ name: undefined, role: undefined });
  assert.deepEqual((await verify(bare)).person, { id: 'ana', name: 'ana', role: 'employee' });
  const reading = 'さとう みさき';
  const minted = await mintToken(cast.sato, { jwtSecret: secret, now, ttlMs: 1_000, reading });
  assert.deepEqual(await verify(minted), { person: cast.sato, reading, issuedAt: now, expiresAt: now + 1_000 });
  for (const odd of [7, '', ' ', 'a\0b', '\ud800'])
    assert.equal((await verify(hs({ 'name#ja-Kana-JP': odd }))).reading, null, String(odd));
  assert.equal(await codeFor(verify, hs({ aud: ['other', 'support-chat'] })), 'ana');
});

test('the clocks may differ by a minute', async () => {
  const verify = createTokenVerifier(settings, () => now);
  assert.equal(await codeFor(verify, hs({ exp: seconds - 59 })), 'ana');
  assert.equal(await codeFor(verify, hs({ exp: seconds - 61 })), 'token_expired');
  assert.equal(await codeFor(verify, hs({ nbf: seconds + 59 })), 'ana');
  assert.equal(await codeFor(verify, hs({ nbf: seconds + 61 })), 'token_invalid');
});

test('T03 no forged, malformed or misdirected token gets in', async () => {
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const hostile: [string, unknown][] = [
    ['nothing', undefined],
    ['empty', ''],
    ['a number', 7],
    ['an array', [hs({})]],
    ['not a token', 'hello'],
    ['two parts', 'a.b'],
    ['dots', '...'],
    ['alg none', `${part({ alg: 'none' })}.${part(good)}.`],
    ['alg NONE', `${part({ alg: 'NONE' })}.${part(good)}.`],
    ['alg none, signed', signed({ alg: 'none' }, good)],
    ['no alg', signed({}, good)],
    ['alg as array', signed({ alg: ['HS256'] }, good)],
    ['alg HS512 with an HS256 signature', signed({ alg: 'HS512' }, good)],
    ['alg of another case', signed({ alg: 'hs256' }, good)],
    ['no signature', `${part({ alg: 'HS256' })}.${part(good)}.`],
    ['another secret', signed({ alg: 'HS256' }, good, 'x'.repeat(38))],
    ['an empty secret', signed({ alg: 'HS256' }, good, '')],
    ['HS256 with the public key', signed({ alg: 'HS256', kid: 'rsa' }, good, publicPem)],
    ['RS256 header, HS256 signature', signed({ alg: 'RS256', kid: 'rsa' }, good)],
    ['a key of its own', hs({}, { jwk: await exportJWK(stranger.publicKey) })],
    ['a critical extension', hs({}, { crit: ['b64'], b64: false })],
    ...Object.entries(hostileHeaders).map(([name, value]): [string, string] => [name, hs({}, { [name]: value })]),
    ['no audience', hs({ aud: undefined })],
    ['another audience', hs({ aud: 'payroll' })],
    ['no end', hs({ exp: undefined })],
    ['the end as text', hs({ exp: String(seconds + 600) })],
    ['the end as null', hs({ exp: null })],
    ['not before two days', hs({ nbf: seconds + 172_800 })],
    ['no subject', hs({ sub: undefined })],
    ['an empty subject', hs({ sub: '' })],
    ['a subject that is no text', hs({ sub: { $gt: '' } })],
    ['a subject of 200 characters', hs({ sub: 'x'.repeat(200) })],
    ['a subject with NUL', hs({ sub: 'ana\0' })],
    ['a name that is no text', hs({ name: ['Ana'] })],
    ['a name of 500 characters', hs({ name: 'x'.repeat(500) })],
    ['a role there is not', hs({ role: 'admin' })],
    ['a role as array', hs({ role: ['manager'] })],
    ['two subjects', signed({ alg: 'HS256' }, JSON.stringify(good).replace('{', '{"sub":"ceo",'))],
    ['claims that are no object', signed({ alg: 'HS256' }, [good])],
    ['200 KB', hs({ padding: 'x'.repeat(200_000) })],
    ['one character changed', hs({}).replace(/.(?=[^.]*$)/, (char) => (char === 'A' ? 'B' : 'A'))],
    ['claims swapped', hs({}).replace(/\..*\./, `.${part({ ...good, sub: 'ceo' })}.`)],
    ['text after the end', `${hs({})}\n`],
  ];
  for (const jwksUrl of ['', keysUrl]) {
    const verify = createTokenVerifier({ ...settings, jwksUrl }, () => now);
    for (const [name, token] of hostile) assert.equal(await codeFor(verify, token), 'token_invalid', name);
  }
});

test('the issuer counts when it is set', async () => {
  const verify = createTokenVerifier({ ...settings, jwtIssuer: 'https://id.example' }, () => now);
  assert.equal(await codeFor(verify, hs({ iss: 'https://id.example' })), 'ana');
  assert.equal(await codeFor(verify, hs({ iss: 'https://evil.example' })), 'token_invalid');
  assert.equal(await codeFor(verify, hs({})), 'token_invalid');
});

test('keys of an identity provider are fetched once, and only its keys count', async () => {
  const verify = createTokenVerifier({ ...settings, jwtSecret: '', jwksUrl: keysUrl }, () => now);
  const before = keyRequests;
  assert.equal(await codeFor(verify, await signedBy(rsa.privateKey, 'RS256', 'rsa')), 'ana');
  assert.equal(await codeFor(verify, await signedBy(ec.privateKey, 'ES256', 'ec')), 'ana');
  assert.equal(await codeFor(verify, await signedBy(ed.privateKey, 'EdDSA', 'ed')), 'ana');
  assert.equal(await codeFor(verify, await signedBy(stranger.privateKey, 'RS256', 'rsa')), 'token_invalid');
  assert.equal(await codeFor(verify, await signedBy(stranger.privateKey, 'RS256', '../../dev/null')), 'token_invalid');
  assert.equal(await codeFor(verify, await signedBy(rsa.privateKey, 'PS256', 'rsa')), 'token_invalid');
  assert.equal(await codeFor(verify, hs({})), 'token_invalid', 'there is no secret');
  assert.equal(keyRequests - before, 1);
});

test('a provider that cannot be asked is a reason to try again', async () => {
  const jwksUrl = 'http://127.0.0.1:1/keys';
  const verify = createTokenVerifier({ ...settings, jwtSecret: '', jwksUrl }, () => now);
  assert.equal(await codeFor(verify, await signedBy(rsa.privateKey, 'RS256', 'rsa')), 'unavailable');
});

test('a key named twice is seen only where it is one', () => {
  for (const json of ['{"a":1,"a":2}', '{"a":{"b":1},"\\u0061":2}', '{"a\\"":1,"b":[],"a\\"":1}'])
    assert.equal(hasRepeatedKey(json), true, json);
  for (const json of ['{}', '{"a":"a","b":"a"}', '{"a":{"a":1},"b":[{"a":1}]}', '{"a":"\\",\\"a\\":"}', '[1]'])
    assert.equal(hasRepeatedKey(json), false, json);
});
