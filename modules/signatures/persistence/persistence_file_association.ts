import { ValueSignature } from '../_value-signature.ts';

const VALUES = [
  /\\Classes\\(?:(?:exe|com|bat|cmd|pif|scr|lnk|reg|vbs|vbe|js|jse|wsf|hta|inf|txt)file|\.(?:exe|com|bat|cmd|lnk))\\shell\\(?:open|runas|edit)\\command(?:\\|$)/i,
  /\\Classes\\\.(?:exe|com|bat|cmd|pif|scr|lnk)(?:\\\(Default\))?$/i,
];

/**
 * Editors and viewers take over kinds of documents; those of programs and scripts are left alone by all of them.
 */
export default class PersistenceFileAssociation extends ValueSignature {
  name = 'persistence_file_association';
  description = 'Changes what Windows runs when files of a kind are opened';
  severity = 3;
  confidence = 80;
  categories = ['persistence'];
  ttps = ['T1546.001'];
  references = ['https://attack.mitre.org/techniques/T1546/001/'];

  protected concerns(regkey: string): boolean {
    return VALUES.some((pattern) => pattern.test(regkey));
  }
}
