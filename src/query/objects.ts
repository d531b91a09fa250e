import { listOf, union } from './lists.ts';

export const mutexes = listOf((results) => union(results, 'mutexes', 'mutex'));

/** Command lines that were run. */
export const commands = listOf((results) => union(results, 'command_line', 'executed_commands'));

export const createdServices = listOf((results) => union(results, 'created_services'));

export const startedServices = listOf((results) => union(results, 'started_services'));

/** Libraries that were loaded, as the caller named them. */
export const dlls = listOf((results) => union(results, 'dll_loaded'));

/** Functions whose address was asked for, as `library.function`. */
export const resolvedApis = listOf((results) => union(results, 'resolved_apis'));

export const wmiQueries = listOf((results) => union(results, 'wmi_query'));
