/** Identity comes from a signed token and from nothing else. */
import type { webcrypto } from 'node:crypto';
import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  SignJWT,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import { limits, Refusal, type Person } from '@support-chat/protocol';
import { parsePerson } from '@support-chat/protocol/schemas';
import { withAttributes, type AttributesClaim } from './attributes.js';
import { clockwork } from './clockwork.js';
import { hasRepeatedKey } from './repeated-key.js';

export type Identity = {
  readonly person: Person;
  /** How the name is read, in kana; null when the token does not say. Claim `name#ja-Kana-JP`, OpenID Connect Core 1.0, 5.2. */
  readonly reading: string | null;
  /** When the token was issued, milliseconds since the epoch; 0 when it does not say. */
  readonly issuedAt: number;
  /** When the token ends, milliseconds since the epoch. */
  readonly expiresAt: number;
};

/** Gives who the token speaks for. Throws Refusal('token_invalid' | 'token_expired' | 'unavailable'). */
export type VerifyToken = (token: unknown) => Promise<Identity>;

export type TokenSettings = {
  /** Shared secret for HS256, at least 32 bytes; empty when there is none. */
  readonly jwtSecret: string;
  /** Address of the identity provider's public keys; empty when there is none. */
  readonly jwksUrl: string;
  readonly jwtAudience: string;
  /** Required `iss`; empty when any will do. */
  readonly jwtIssuer: string;
};

/** How far the issuer's clock may be off. */
export const tokenLeewayMs = 60_000;

const readingClaim = 'name#ja-Kana-JP';
const maxTokenChars = 8_192;
const compactToken = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const publicKeyAlgorithms = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];

/** Headers that would let a token choose its own key. */
const keyHeaders = ['jku', 'jwk', 'x5u', 'x5c'];

/** The algorithm decides the key, never the token: a public key cannot be used as a secret. */
export function createTokenVerifier(settings: TokenSettings, now: () => number): VerifyToken {
  // Imported once: given bytes, the library would import them for every token.
  const secret = settings.jwtSecret === '' ? null : importSecret(settings.jwtSecret);
  const publicKeys = settings.jwksUrl === '' ? null : createRemoteJWKSet(new URL(settings.jwksUrl));

  const claimsOf = async (token: string): Promise<JWTPayload> => {
    const header = headerOf(token);
    if (keyHeaders.some((name) => name in header)) throw invalid();
    const common = {
      audience: settings.jwtAudience,
      ...(settings.jwtIssuer === '' ? {} : { issuer: settings.jwtIssuer }),
      requiredClaims: ['sub', 'exp', 'aud'],
      clockTolerance: tokenLeewayMs / 1_000,
      currentDate: new Date(now()),
    };
    if (header.alg === 'HS256' && secret)
      return (await jwtVerify(token, await secret, { ...common, algorithms: ['HS256'] })).payload;
    if (header.alg && publicKeyAlgorithms.includes(header.alg) && publicKeys)
      return (await jwtVerify(token, publicKeys, { ...common, algorithms: publicKeyAlgorithms })).payload;
    throw invalid();
  };

  return async (token) => {
    if (typeof token !== 'string' || token.length > maxTokenChars || !compactToken.test(token)) throw invalid();
    try {
      const claims = await claimsOf(token);
      if (hasRepeatedKey(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())) throw invalid();
      return identityOf(claims);
    } catch (error) {
      throw refusalOf(error);
    }
  };
}

/** Signs a token for this person that lasts `ttlMs`. For demos, tests and intranets that share the secret. */
export async function mintToken(
  person: Person,
  options: {
    readonly jwtSecret: string;
    readonly jwtAudience?: string;
    readonly jwtIssuer?: string;
    readonly ttlMs?: number;
    readonly now?: number;
    /** How the name is read, in kana. */
    readonly reading?: string;
    /** What rooms can be bound to, as `{ office: 'osaka' }`. */
    readonly attributes?: AttributesClaim;
  },
): Promise<string> {
  const {
    jwtSecret,
    jwtAudience = 'support-chat',
    jwtIssuer = '',
    ttlMs = 3_600_000,
    now = Date.now(),
    reading,
    attributes,
  } = options;
  const { id, name, role } = parsePerson(person);
  const claims = {
    name,
    role,
    ...(reading !== undefined && { [readingClaim]: reading }),
    ...(attributes && { attributes }),
  };
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(id)
    .setAudience(jwtAudience)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor((now + ttlMs) / 1_000));
  if (jwtIssuer !== '') token.setIssuer(jwtIssuer);
  return token.sign(new TextEncoder().encode(jwtSecret));
}

function importSecret(secret: string): Promise<webcrypto.CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function identityOf(claims: JWTPayload): Identity {
  const { sub, exp, iat = 0, name = sub, role = 'employee' } = claims;
  if (typeof exp !== 'number' || !Number.isFinite(exp)) throw invalid();
  if (sub === clockwork.id) throw invalid(new Error(`"${clockwork.id}" is nobody who signs in`));
  try {
    const person = withAttributes(Object.freeze(parsePerson({ id: sub, name, role })), claims['attributes']);
    return { person, reading: readingOf(claims), issuedAt: iat * 1_000, expiresAt: exp * 1_000 };
  } catch (error) {
    throw invalid(error);
  }
}

/** Only a help to find somebody: what is no short text is none. */
function readingOf(claims: JWTPayload): string | null {
  const reading = claims[readingClaim];
  const isText = typeof reading === 'string' && reading.isWellFormed() && !reading.includes('\0');
  return isText && reading.trim() !== '' ? reading.slice(0, limits.maxPersonNameChars) : null;
}

function invalid(cause?: unknown): Refusal {
  return new Refusal('token_invalid', 'expected a token signed for this server', { cause });
}

function headerOf(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch (error) {
    throw invalid(error);
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired)
    return new Refusal('token_expired', 'the token has expired; fetch a new one and connect again');
  if (isAboutToken(error)) return invalid(error);
  return new Refusal('unavailable', 'the identity provider cannot be asked now', { retryAfterMs: 5_000, cause: error });
}

/** jose's own errors are about the token, but for those that say the keys could not be fetched. */
function isAboutToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}
