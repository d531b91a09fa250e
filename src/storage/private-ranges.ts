/**
 * Networks that are never someone's address on the Internet: private, reserved, documentation, multicast. From IANA's
 * special-purpose registries, without those that are reachable from everywhere (6to4, Teredo, NAT64, AS112).
 */
export const PRIVATE_RANGES: readonly { subnet: string; owner: string }[] = [
  { subnet: '0.0.0.0/8', owner: 'this network (RFC 791)' },
  { subnet: '10.0.0.0/8', owner: 'private (RFC 1918)' },
  { subnet: '100.64.0.0/10', owner: 'shared by carriers (RFC 6598)' },
  { subnet: '127.0.0.0/8', owner: 'loopback (RFC 1122)' },
  { subnet: '169.254.0.0/16', owner: 'link-local (RFC 3927)' },
  { subnet: '172.16.0.0/12', owner: 'private (RFC 1918)' },
  { subnet: '192.0.0.0/24', owner: 'protocol assignments (RFC 6890)' },
  { subnet: '192.0.2.0/24', owner: 'documentation (RFC 5737)' },
  { subnet: '192.168.0.0/16', owner: 'private (RFC 1918)' },
  { subnet: '198.18.0.0/15', owner: 'benchmarking (RFC 2544)' },
  { subnet: '198.51.100.0/24', owner: 'documentation (RFC 5737)' },
  { subnet: '203.0.113.0/24', owner: 'documentation (RFC 5737)' },
  { subnet: '224.0.0.0/4', owner: 'multicast (RFC 5771)' },
  { subnet: '240.0.0.0/4', owner: 'reserved, broadcast (RFC 1112, RFC 919)' },
  { subnet: '::/128', owner: 'unspecified (RFC 4291)' },
  { subnet: '::1/128', owner: 'loopback (RFC 4291)' },
  { subnet: '64:ff9b:1::/48', owner: 'local translation (RFC 8215)' },
  { subnet: '100::/64', owner: 'discard (RFC 6666)' },
  { subnet: '2001:2::/48', owner: 'benchmarking (RFC 5180)' },
  { subnet: '2001:10::/28', owner: 'ORCHID (RFC 4843)' },
  { subnet: '2001:db8::/32', owner: 'documentation (RFC 3849)' },
  { subnet: '3fff::/20', owner: 'documentation (RFC 9637)' },
  { subnet: '5f00::/16', owner: 'segment routing (RFC 9602)' },
  { subnet: 'fc00::/7', owner: 'unique local (RFC 4193)' },
  { subnet: 'fe80::/10', owner: 'link-local (RFC 4291)' },
  { subnet: 'fec0::/10', owner: 'site-local (RFC 3879)' },
  { subnet: 'ff00::/8', owner: 'multicast (RFC 4291)' },
];
