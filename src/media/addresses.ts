import ipaddr from 'ipaddr.js';

/** What IANA gives out for the public internet in IPv6; all else there is special. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address belongs to the public internet: not loopback, private, link-local, metadata (169.254.169.254),
 * carrier NAT, multicast or reserved, and not an IPv6 form that stands for an IPv4 address (6to4, NAT64, Teredo); an
 * IPv4-mapped one is judged as the address in it.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}
