/** What reporting modules need to write reports. */

export { pdfProblems } from '../errors/pdf.ts';
export { cefEvents, csvSection, elasticsearchBulk, ndjsonSection, splunkEvents } from './export-lines.ts';
export { maecPackage, mmdefMetadata, openIoc } from './export-malware.ts';
export { type RuleFile, sigmaDrafts, suricataDrafts, yaraDrafts } from './export-rules.ts';
export { mispEvent, navigatorLayer, stixBundle } from './export-threat.ts';
export { FLAT_SECTIONS, type FlatName } from './flat.ts';
export { type HtmlOptions, htmlReport } from './html.ts';
export { type WriteJsonOptions, writeJson } from './json-writer.ts';
export { type MarkdownOptions, markdownReport } from './markdown.ts';
export { capeShape } from './shape-cape.ts';
export type { ShapeOptions } from './shape-common.ts';
export { cuckoo2Shape } from './shape-cuckoo2.ts';
export { reportView } from './view-model.ts';
export type { ReportView } from './view-model-types.ts';
