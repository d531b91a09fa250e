import type { Results } from '../plugin/container.ts';
import { union } from './lists.ts';

export const mutexes = (results: Results): readonly string[] => union(results, 'mutexes', 'mutex');

/** Command lines that were run. */
export const commands = (results: Results): readonly string[] => union(results, 'command_line', 'executed_commands');

export const createdServices = (results: Results): readonly string[] => union(results, 'created_services');

export const startedServices = (results: Results): readonly string[] => union(results, 'started_services');

/** Libraries that were loaded, as the caller named them. */
export const dlls = (results: Results): readonly string[] => union(results, 'dll_loaded');

/** Functions whose address was asked for, as `library.function`. */
export const resolvedApis = (results: Results): readonly string[] => union(results, 'resolved_apis');

export const wmiQueries = (results: Results): readonly string[] => union(results, 'wmi_query');
