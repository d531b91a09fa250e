import type { Call, Process } from '../plugin/container.ts';
import type { Pattern } from '../plugin/pattern.ts';
import type { Watch } from '../plugin/signature.ts';
import { apis } from '../query/apis.ts';
import { evidence } from '../query/evidence.ts';
import { succeeded } from '../query/recorded.ts';
import { argumentText } from '../query/watched.ts';
import { type Bounds, type Condition, isWithin, MOST_EVIDENCE } from './condition.ts';

export type Action = keyof typeof apis;

/** Calls as a signature describes them. */
export interface CallWanted {
  api?: string[];
  action?: Action[];
  category?: string[];
  process?: string[];
  succeeded?: boolean;
  arguments?: Map<string, Pattern[]>;
}

/** More distinct values than this are counted as so many. */
export const MOST_DISTINCT = 100_000;

export function watchOf({ api, action, category, process, arguments: wanted }: CallWanted): Watch {
  const names = [...(api ?? []), ...(action ?? []).flatMap((name) => apis[name])];
  return {
    ...(names.length > 0 && { apis: names }),
    ...(category && { categories: category }),
    ...(process && { processes: process }),
    ...(wanted && { arguments: Object.fromEntries(wanted) }),
  };
}

/** Whether a call that was shown counts. */
export const counts = (call: Call, wanted: CallWanted): boolean =>
  wanted.succeeded === undefined || wanted.succeeded === succeeded(call);

/** Calls, so many of them, or so many different values of one argument. */
export function callCondition(wanted: CallWanted, bounds: Bounds & { distinct?: string }): Condition {
  const { distinct } = bounds;
  const shown = [...new Set([...(wanted.arguments?.keys() ?? []), ...(distinct === undefined ? [] : [distinct])])];
  return {
    watches: [watchOf(wanted)],
    after: [],
    hasEvidence: true,
    begin() {
      let count = 0;
      const values = new Set<string>();
      const found: object[] = [];
      const keep = (call: Call, process: Process) => {
        if (found.length < MOST_EVIDENCE) found.push(evidence(call, process, ...shown));
      };
      return {
        onCall(call, process) {
          if (!counts(call, wanted)) return;
          if (distinct === undefined) {
            count += 1 + call.repeated;
            keep(call, process);
            return;
          }
          const value = argumentText(call, distinct, process)?.toLowerCase();
          if (value === undefined || values.has(value) || values.size >= MOST_DISTINCT) return;
          values.add(value);
          count += 1;
          keep(call, process);
        },
        finish: () => (isWithin(count, bounds) ? found : undefined),
      };
    },
  };
}
