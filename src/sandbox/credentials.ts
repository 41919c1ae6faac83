import { decodeJwt, errors, jwtVerify } from 'jose';
import { ApiError } from './replies.ts';

/** Whose requests are answered: an API key, a pair whose tokens are verified, or whatever a predicate says of the bearer. */
export type Accept =
  | { readonly apiKey: string }
  | { readonly accessKey: string; readonly secretKey: string }
  | ((bearer: string) => boolean);

/**
 * Checks an `Authorization` header.
 * @param now ms since the epoch
 * @throws ApiError 1000 to 1004
 */
export async function authorize(header: string | undefined, accept: Accept, now: number): Promise<void> {
  if (!header?.trim()) throw new ApiError(1001, 'Authorization is empty');
  const bearer = /^Bearer +(\S+)$/.exec(header.trim())?.[1];
  if (bearer === undefined) throw new ApiError(1002, 'Authorization is invalid');
  if (typeof accept === 'function') {
    if (!accept(bearer)) throw new ApiError(1002, 'api key not found');
  } else if ('apiKey' in accept) {
    if (bearer !== accept.apiKey) throw new ApiError(1002, 'api key not found');
  } else {
    if (issuer(bearer) !== accept.accessKey) throw new ApiError(1002, 'access key not found');
    await verify(bearer, accept.secretKey, now);
  }
}

function issuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return undefined;
    throw error;
  }
}

async function verify(token: string, secretKey: string, now: number): Promise<void> {
  try {
    await jwtVerify(token, new TextEncoder().encode(secretKey), {
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'nbf'],
      currentDate: new Date(now),
    });
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new ApiError(1004, 'Authorization has expired');
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf' && error.reason === 'check_failed') {
      throw new ApiError(1003, 'Authorization is not yet valid');
    }
    if (error instanceof errors.JOSEError) throw new ApiError(1000, 'Authentication failed');
    throw error;
  }
}
