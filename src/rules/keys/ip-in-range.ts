import { formatIp, type IpAddress } from '../../util/ip.ts';
import type { Datum, KeyValue, Matcher, RuleKey } from '../key.ts';
import { AddressIndex } from '../match/address-index.ts';
import type { ReportView } from '../report-view.ts';
import { type AddressRange, addressRange } from '../values/address.ts';

export const ipInRange: RuleKey<AddressRange, IpAddress> = {
  name: 'ip_in_range',
  summary: 'A contacted address lies in this range, both ends included; whitelisted addresses do not count.',
  reads: 'network.hosts',
  values: addressRange,
  isAboutCandidates: true,
  collect: contacts,
  compile: (values, { quirks }) =>
    quirks ? new QuirkMatcher(values) : new AddressMatcher(new AddressIndex(values.map(({ value }) => value))),
};

/** Contacted addresses; shared by all keys about them. */
export function contacts(view: ReportView): Datum<IpAddress>[] | undefined {
  return view.contacted()?.map(({ address, text }) => ({ data: address, shown: text, owner: { addresses: [text] } }));
}

export class AddressMatcher implements Matcher<IpAddress> {
  readonly #index: AddressIndex;

  constructor(index: AddressIndex) {
    this.#index = index;
  }

  match(data: IpAddress, found: (value: number) => void): boolean {
    this.#index.find(data, found);
    return true;
  }
}

/** The code left the last address out, and took a single address for a text in which another may be a part. */
class QuirkMatcher implements Matcher<IpAddress> {
  readonly #values: readonly AddressRange[];
  readonly #index: AddressIndex;

  constructor(values: readonly KeyValue<AddressRange>[]) {
    this.#values = values.map(({ value }) => value);
    this.#index = new AddressIndex(this.#values);
  }

  match(data: IpAddress, found: (value: number) => void): boolean {
    const text = formatIp(data);
    this.#index.find(data, (index) => {
      const { written, last } = this.#values[index]!;
      if (written.includes('-') && formatIp(last) !== text) found(index);
    });
    for (const [index, { written }] of this.#values.entries()) {
      if (!written.includes('-') && written.includes(text)) found(index);
    }
    return true;
  }
}
