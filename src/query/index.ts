/** Questions that signatures ask of a container, with the same answer whichever sandbox recorded it. */
export {
  droppedAndRun,
  type FileLife,
  fileLives,
  type InjectionEdge,
  type InjectionMethod,
  injections,
  type MemoryRegion,
  memoryRegions,
  type ServiceLife,
  scheduledTasks,
  serviceLives,
  type TaskLife,
} from './activities.ts';
export { apis } from './apis.ts';
export { argument, numberArgument, targetPid, textArgument } from './argument.ts';
export { type CallQuery, type CallRecord, calls } from './calls.ts';
export { encodedPowerShell, powerShellParameter, programName, splitCommandLine } from './command-line.ts';
export { decodeCommand, programsOf } from './decode-command.ts';
export { type CallEvidence, evidence } from './evidence.ts';
export {
  copiedFiles,
  createdDirectories,
  deletedFiles,
  files,
  movedFiles,
  readFiles,
  writtenFiles,
} from './files.ts';
export { firstUses } from './first-use.ts';
export { calledApis, commandLines, droppedFiles, processNames, sampleStrings, yaraRules } from './hits.ts';
export { type Launch, launch } from './launches.ts';
export type { List } from './lists.ts';
export { any, find, matcher, matches, type Pattern, type Patterns } from './match.ts';
export { domains, hosts, isPublicAddress, urls, userAgents } from './network.ts';
export { commands, createdServices, dlls, mutexes, resolvedApis, startedServices, wmiQueries } from './objects.ts';
export { baseName, extension } from './path.ts';
export { perCall } from './per-call.ts';
export {
  children,
  commandLineOf,
  descendants,
  parentOf,
  processByPid,
  processes,
  processName,
  sampleName,
} from './processes.ts';
export { succeeded } from './recorded.ts';
export { deletedKeys, keys, readKeys, writtenKeys } from './registry.ts';
export { number, registryText, text } from './value.ts';
export { argumentText } from './watched.ts';
