import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { Refusal } from '../refusal.ts';

/** Every address of a name. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export const dnsLookup: Lookup = (hostname) => systemLookup(hostname, { all: true });

/**
 * Connects to public addresses only. The name is resolved here and the connection goes to an address that was looked at, so
 * a name that answers otherwise the next time it is asked (DNS rebinding) gains nothing.
 */
export function guardedConnector(
  lookup: Lookup,
  allows: (address: string) => boolean,
  timeout: number,
): buildConnector.connector {
  const connect = buildConnector({ timeout, allowH2: false, lookup: guard(lookup, allows) });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // A literal address is never looked up.
    if (isIP(host) !== 0 && !allows(host)) return callback(notPublic(host), null);
    return connect(options, callback);
  };
}

function guard(lookup: Lookup, allows: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname).then(
      (addresses) => {
        const allowed = addresses.filter(({ address }) => allows(address));
        const [first] = allowed;
        if (first === undefined) callback(notPublic(hostname), '', 0);
        else if (options.all) callback(null, [...allowed]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}

function notPublic(host: string): Refusal {
  return new Refusal('input', 'media_url_private', { host });
}
