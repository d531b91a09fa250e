import type { ReportView } from '../report-view.ts';
import type { TextDatum } from './text-key.ts';

/** One field of every HTTP request, belonging to the request's host, URL and addresses; equal requests once. */
export function ofRequests(view: ReportView, field: 'path' | 'userAgent'): readonly TextDatum[] | undefined {
  const requests = view.requests();
  if (!requests) return undefined;
  const seen = new Set<string>();
  const data: TextDatum[] = [];
  for (const { [field]: text, host, url, addresses } of requests) {
    if (text === undefined) continue;
    const key = JSON.stringify([text, url, host]);
    if (!view.quirks && seen.has(key)) continue;
    seen.add(key);
    data.push({ text, owner: { host, url, addresses } });
  }
  return data;
}
