import type { Damage } from '../binary/damage.ts';
import type { CompoundFile } from './compound-file.ts';
import { type PropertyValue, readProperties } from './properties.ts';

/** What a document says of itself; `custom` has what its author named. */
export interface DocumentMetadata {
  values: Map<string, PropertyValue>;
  custom: Map<string, PropertyValue>;
}

const SUMMARY = [
  '',
  'codepage',
  'title',
  'subject',
  'author',
  'keywords',
  'comments',
  'template',
  'last_saved_by',
  'revision_number',
  'total_edit_time',
  'last_printed',
  'create_time',
  'last_saved_time',
  'num_pages',
  'num_words',
  'num_chars',
  'thumbnail',
  'creating_application',
  'security',
];
const DOCUMENT = [
  '',
  'codepage_doc',
  'category',
  'presentation_target',
  'bytes',
  'lines',
  'paragraphs',
  'slides',
  'notes',
  'hidden_slides',
  'mm_clips',
  'scale_crop',
  'heading_pairs',
  'titles_of_parts',
  'manager',
  'company',
  'links_dirty',
  'chars_with_spaces',
  'unused',
  'shared_doc',
  'link_base',
  'hlinks',
  'hlinks_changed',
  'version',
  'dig_sig',
  'content_type',
  'content_status',
  'language',
  'doc_version',
];
const STREAM_LIMIT = 4 << 20;
const USER = 'd5cdd505-2e9c-101b-9397-08002b2cf9ae';

/** The summary streams of a compound file. */
export function readMetadata(file: CompoundFile, damage: Damage): DocumentMetadata {
  const metadata: DocumentMetadata = { values: new Map(), custom: new Map() };
  for (const [stream, names] of [
    ['\u0005SummaryInformation', SUMMARY],
    ['\u0005DocumentSummaryInformation', DOCUMENT],
  ] as const) {
    const entry = file.find(stream);
    if (entry?.kind !== 'stream') continue;
    const { sets, damage: fault } = readProperties(file.read(entry, STREAM_LIMIT));
    if (fault !== undefined) damage.damaged(`stream ${JSON.stringify(stream)}`, -1, fault);
    for (const { format, values } of sets) {
      for (const [key, value] of values) {
        const name = typeof key === 'number' && format !== USER ? names[key] : undefined;
        if (name !== undefined && name !== '')
          metadata.values.set(name, name === 'total_edit_time' ? (value ?? 0) : value);
        else if (typeof key === 'string') metadata.custom.set(key, value);
      }
    }
  }
  return metadata;
}
