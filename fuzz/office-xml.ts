import { Damage } from '../src/formats/binary/damage.ts';
import { addField } from '../src/formats/office/fields.ts';
import { readOffice } from '../src/formats/office/read.ts';
import { emptyOffice } from '../src/formats/office/types.ts';
import { customProperties, documentProperties, ribbonCallbacks, wordFields } from '../src/formats/ooxml/content.ts';
import { partName, readRelations } from '../src/formats/ooxml/relations.ts';
import {
  readExternalLink,
  readMacroSheet,
  readSharedStrings,
  readWorkbookXml,
} from '../src/formats/xlm/xml-workbook.ts';
import { MemorySource } from '../src/util/byte-source.ts';

/** Any text as each of the XML parts of a package, and as a document that is text. */
export function fuzz(data: Uint8Array): void {
  const xml = Buffer.from(data).toString('utf8');
  const source = new MemorySource(data, 'sample');
  const damage = new Damage(source, 'Office', () => {});
  const office = emptyOffice('zip');
  wordFields(xml, (text) => addField(office, 'part', text, damage));
  for (const { target } of readRelations(xml)) partName('word/document.xml', target);
  readMacroSheet(xml, 'sheet', readSharedStrings(xml), 1000);
  readWorkbookXml(xml);
  readExternalLink(xml);
  ribbonCallbacks(xml, () => {});
  documentProperties(xml, new Map());
  customProperties(xml, new Map());
  for (const extension of ['csv', 'doc']) readOffice(source, () => {}, { extension });
}

export const corpus = (): Uint8Array[] =>
  [
    '<w:p><w:fldChar w:fldCharType="begin"/><w:instrText>DDE &amp; &#x41; QUOTE 65 66</w:instrText><w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/><w:fldSimple w:instr="LINK a"/></w:p>',
    '<workbook><sheets><sheet name="M" state="hidden" r:id="r"/></sheets><definedName name="Auto_Open" hidden="1">M!$A$1</definedName></workbook>',
    '<c r="A1" t="s"><f>EXEC("x")</f><v>0</v></c><si><t>text</t></si><Relationship Id="r" Type="a/b" Target="../x" TargetMode="External"/>',
    '<!-- c --><![CDATA[ x ]]><?p i?><!DOCTYPE x [<!ENTITY a "b">]><a b="c" d=\'e\'/><ddeLink ddeService="s" ddeTopic="t"/>',
    '<property name="a"><v>b</v></property><dc:creator>x</dc:creator><customUI onLoad="a"/>',
    '<?mso-application progid="Word.Document"?><w:wordDocument><w:binData>QWN0aXZlTWltZQAA eJwBAAD/</w:binData>0M8R4KGxGuEAAAAA',
    "a,b\r\n=cmd|'/c calc'!A0,1\r\n",
    'MIME-Version: 1.0\r\n\r\nQWN0aXZlTWltZQAA',
  ].map((text) => Buffer.from(text));
