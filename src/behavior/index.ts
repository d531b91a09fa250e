/** What call logs say together: processes, tree, summary, statistics. */
export { type BehaviorOptions, listProcesses, readBehavior } from './behavior.ts';
export type { SummaryLimits } from './state.ts';
export { processTree } from './tree.ts';
