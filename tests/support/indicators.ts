import type { Ioc } from '../../src/index.ts';

/** An indicator as the module `iocs` gives it, seen once in the traffic. */
export const ioc = (kind: Ioc['kind'], value: string, role: string, more: Partial<Ioc> = {}): Ioc => ({
  kind,
  value,
  seen: [{ where: 'network', role }],
  count: 1,
  ...more,
});
