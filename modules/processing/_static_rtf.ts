import { isRtf, readRtf } from 'ovoscope/formats';
import type { StaticFormat } from './_static_format.ts';
import { MacroAnalysis, macroRecords } from './_static_macros.ts';
import { objectRecords } from './_static_objects.ts';

/** RTF documents, under whatever name: Word opens them as any of its own. */
export const rtfFormat: StaticFormat = {
  name: 'RTF',
  applies: (sample) => isRtf(sample.head),
  async read({ source }, context) {
    const rtf = readRtf(source, context.problem, { passwords: context.passwords });
    if (rtf === undefined) return {};
    const { office } = rtf;
    const analysis = new MacroAnalysis();
    const macros = macroRecords(office, analysis);
    return {
      rtf: {
        header: rtf.header,
        groups: rtf.groups,
        deepest_group: rtf.deepest,
        code_page: rtf.codePage,
        info: Object.fromEntries(rtf.info),
        object_data: rtf.objects.map((one) => ({
          offset: one.offset,
          class_name: one.className ?? null,
          kind: one.kind ?? null,
          size: one.size,
          object: one.object ?? null,
          is_updated: one.isUpdated,
          is_obfuscated: one.isObfuscated,
        })),
        objects: await objectRecords(office.objects, context),
        links: office.links.map(({ place, type, target, isRemote, isAutomatic }) => ({
          place,
          type,
          target,
          is_remote: isRemote,
          is_automatic: isAutomatic,
        })),
        dde: office.dde,
        fields: office.fields,
        macros,
        macro_analysis: { ...analysis },
        remarks: rtf.remarks,
        overlay: rtf.overlay ?? null,
      },
    };
  },
};
