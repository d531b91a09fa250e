import type { HttpRequest, ReportView } from '../report-view.ts';
import type { RuleType } from '../rule-type.ts';

export const url: RuleType = {
  name: 'url',
  summary: 'URLs that were requested.',
  candidates(view) {
    const requests = (view.requests() ?? []).filter(({ host }) => !view.whitelist.hasHost(host));
    return [...new Set(requests.map((request) => request.url))].map((value) => ({ value, isWhitelisted: false }));
  },
  /** A request belongs to its URL alone; an address to the URLs it serves, a port to those that name it. */
  ownersOf({ url: own, addresses = [], port }, view) {
    if (own !== undefined) return [own];
    const served = addresses.flatMap((address) => requestsTo(view, address));
    return served
      .filter((request) => port === undefined || port === (request.port ?? 80))
      .map((request) => request.url);
  },
};

const hostIndexes = new WeakMap<ReportView, Map<string, HttpRequest[]>>();

function requestsTo(view: ReportView, address: string): readonly HttpRequest[] {
  const byHost = hostIndexes.get(view) ?? indexHosts(view);
  return [address, ...view.domainsOf(address)].flatMap((host) => byHost.get(host) ?? []);
}

function indexHosts(view: ReportView): Map<string, HttpRequest[]> {
  const byHost = new Map<string, HttpRequest[]>();
  for (const request of view.requests() ?? []) {
    const own = byHost.get(request.host);
    if (own) own.push(request);
    else byHost.set(request.host, [request]);
  }
  hostIndexes.set(view, byHost);
  return byHost;
}
