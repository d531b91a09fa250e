/** For tests of signatures and processing modules. */
export { type GivenCall, type GivenContainer, type GivenProcess, given } from './given.ts';
export type { TestHooks } from './hooks.ts';
export { MemoryCalls } from './memory-calls.ts';
export { MemoryTask, type MemoryTaskOptions } from './memory-task.ts';
export {
  type GivesCase,
  type ProcessingCases,
  ProcessingTester,
  processingChecks,
  type SurvivesCase,
} from './processing-tester.ts';
export {
  type Check,
  type DetectsCase,
  type IgnoresCase,
  type SignatureCases,
  SignatureTester,
  signatureChecks,
} from './signature-tester.ts';
