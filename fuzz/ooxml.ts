import { readOffice } from '../src/formats/office/read.ts';
import { walkXml } from '../src/formats/xml/tokens.ts';
import { MemorySource } from '../src/util/byte-source.ts';
import { docmSample, xlsmSample, zipOf } from '../tests/support/office-samples.ts';
import { realFiles } from './_static.ts';

/** Any bytes as a package; and as each of the XML parts, which a checksum would keep from being mutated. */
export function fuzz(data: Uint8Array): void {
  readOffice(new MemorySource(data, 'sample'), () => {});
  if (data.length > 8192) return;
  const text = Buffer.from(data).toString('utf8');
  walkXml(text, { open() {}, close() {}, text() {} });
  const parts = Object.fromEntries(PARTS.map((name) => [name, Buffer.from(data)]));
  readOffice(new MemorySource(zipOf(parts), 'sample'), () => {});
}

const PARTS = [
  '[Content_Types].xml',
  'word/document.xml',
  'word/_rels/document.xml.rels',
  'xl/workbook.xml',
  'xl/_rels/workbook.xml.rels',
  'xl/macrosheets/sheet1.xml',
  'xl/sharedStrings.xml',
  'xl/connections.xml',
  'xl/externalLinks/externalLink1.xml',
  'customUI/customUI.xml',
  'docProps/core.xml',
  'docProps/custom.xml',
  'word/activeX/activeX1.xml',
  'word/vbaProject.bin',
];

const XML = [
  '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
  '<w:p><w:fldChar w:fldCharType="begin"/><w:instrText>DDE &amp; &#x41;</w:instrText><w:fldChar w:fldCharType="end"/></w:p>',
  '<workbook><sheets><sheet name="M" state="hidden" r:id="r"/></sheets><definedName name="Auto_Open">M!$A$1</definedName></workbook>',
  '<c r="A1" t="s"><f>EXEC("x")</f><v>0</v></c><si><t>text</t></si><Relationship Id="r" Type="a/b" Target="../x"/>',
  '<!-- c --><![CDATA[ x ]]><?p i?><!DOCTYPE x [<!ENTITY a "b">]><a b="c" d=\'e\'/>',
];

export const corpus = (): Uint8Array[] => [
  docmSample(),
  xlsmSample(),
  ...XML.map((text) => Buffer.from(text)),
  ...realFiles('office', /\.(?:docx|docm|xlsx|xlsm)$/),
];
