import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../src/media/addresses.ts';

describe('the judgement on an address', () => {
  test.each(['1.1.1.1', '8.8.8.8', '203.0.114.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    ...[
      '0.0.0.0',
      '127.1.2.3',
      '10.1.1.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
    ],
    ...['192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '240.0.0.1', 'not an address', ''],
    ...[
      '::',
      '::1',
      '::7f00:1',
      '::ffff:10.0.0.1',
      'fe80::1',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001::1',
      '2001:db8::1',
    ],
    ...['2002:7f00:1::', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', 'fe80::1%eth0', '4000::1'],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('is the same for an IPv4 address and for its IPv6 disguise', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});
