import { csvExporter } from './csv.ts';
import { jsonExporter } from './json.ts';
import { mispExporter } from './misp.ts';
import { plainExporter } from './plain.ts';
import { stixExporter } from './stix.ts';
import { suricataExporter } from './suricata.ts';
import type { Exporter, ExportFormat } from './types.ts';

/** Every format that a blacklist can leave in. */
export const EXPORTERS: { [format in ExportFormat]: Exporter } = {
  plain: plainExporter,
  csv: csvExporter,
  json: jsonExporter,
  stix: stixExporter,
  misp: mispExporter,
  suricata: suricataExporter,
};
