import type { IpAddress, Subnet } from '../../util/ip.ts';
import type { RuleKey } from '../key.ts';
import { AddressIndex } from '../match/address-index.ts';
import { rangeOf } from '../surroundings.ts';
import { subnet } from '../values/address.ts';
import { AddressMatcher, contacts } from './ip-in-range.ts';

export const ipInSubnet: RuleKey<Subnet, IpAddress> = {
  name: 'ip_in_subnet',
  summary: 'A contacted address lies in this subnet; whitelisted addresses do not count.',
  reads: 'network.hosts',
  values: subnet,
  isAboutCandidates: true,
  collect: contacts,
  compile: (values) => new AddressMatcher(new AddressIndex(values.map(({ value }) => rangeOf(value)))),
};
