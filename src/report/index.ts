/** What reporting modules need to write reports. */
export { type WriteJsonOptions, writeJson } from './json-writer.ts';
